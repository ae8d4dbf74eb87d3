package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import org.interleave.core.Feature;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyVariant;

/** How the rules about a strategy's variants are checked: {@link Rule#R18}, {@link Rule#R19}. */
final class VariantRules {

    private static final int[] PROCESSORS = {1, 2, 3, 1_024};

    private final Subject subject;

    VariantRules(Subject subject) {
        this.subject = subject;
    }

    /** R18. Names are the same on any machine, and options can be read. */
    void variantsAreWellFormed() {
        Strategy strategy = subject.strategy();
        List<String> names = names(strategy.variants(PROCESSORS[0]));
        assertThat(names)
                .as("names of variants")
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches(DescriptionRules.WORDS));
        for (int processors : PROCESSORS) {
            List<StrategyVariant> variants = strategy.variants(processors);
            assertThat(names(variants))
                    .as("names of variants for %d processors", processors)
                    .isEqualTo(names);
            for (StrategyVariant variant : variants) {
                assertThatCode(() -> options(strategy, variant))
                        .as("reading the options of %s for %d processors", variant.name(), processors)
                        .doesNotThrowAnyException();
            }
        }
    }

    private static List<String> names(List<StrategyVariant> variants) {
        return variants.stream().map(StrategyVariant::name).toList();
    }

    /** R19. */
    void eachVariantRunsTasks() throws InterruptedException {
        subject.assumeAvailable();
        Strategy strategy = subject.strategy();
        List<StrategyVariant> variants = strategy.variants(Runtime.getRuntime().availableProcessors());
        assumeFalse(variants.isEmpty(), () -> strategy.name() + " has no variants");
        for (int number = 0; number < variants.size(); number++) {
            runsTasks(subject.openedWith(options(strategy, variants.get(number)), "variant-" + number));
        }
    }

    private static void runsTasks(Subject variant) throws InterruptedException {
        new CompletionRules(variant).eachTaskRunsExactlyOnce();
        if (variant.has(Feature.INBOXES)) {
            new MessageRules(variant).manyTasksMayWaitForEachOther();
        }
        if (variant.has(Feature.SHARED_CELLS)) {
            new CellRules(variant).sumsAreExactOrPossible();
        }
    }

    private static Parameters options(Strategy strategy, StrategyVariant variant) {
        return Parameters.of(strategy.name(), strategy.options(), variant.options(), Preset.QUICK);
    }
}
