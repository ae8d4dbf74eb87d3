package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.ClaimCheck;

/**
 * The contract that every experiment passes. Extend it, answer {@link #experiment}, and the experiment is checked against every
 * {@link ExperimentRule}; the number in a test's name is the rule's. Nothing is measured.
 */
public abstract class ExperimentContract {

    private static final String QUESTION = "\\S.*\\?";
    private static final int MOST_CHARACTERS = 60;

    /** For subclasses. */
    protected ExperimentContract() {}

    /** The experiment to check. */
    protected abstract Experiment experiment();

    /** The strategies and workloads that its rows name: those on the class path unless overridden. */
    protected Catalog catalog() {
        return Catalog.load(getClass().getClassLoader());
    }

    @ChecksExperiment(ExperimentRule.E1)
    final void e1_descriptionIsWellFormed() {
        assertThat(experiment().name())
                .as("name")
                .matches(DescriptionRules.WORDS)
                .hasSizeLessThanOrEqualTo(MOST_CHARACTERS)
                .isNotEqualTo(Experiment.SUITE);
        assertThat(experiment().question()).as("question").matches(QUESTION);
    }

    @ChecksExperiment(ExperimentRule.E2)
    final void e2_itAsksForTheSameAgain() {
        for (Preset preset : Preset.values()) {
            assertThat(experiment().contenders(preset))
                    .as("the rows of preset %s, asked for again", preset)
                    .isEqualTo(experiment().contenders(preset));
        }
        assertThat(experiment().claims())
                .as("the claims, asked for again")
                .isEqualTo(experiment().claims());
    }

    @ChecksExperiment(ExperimentRule.E3)
    final void e3_rowsAreKnown() {
        Catalog catalog = catalog();
        for (Preset preset : Preset.values()) {
            List<Contender> contenders = experiment().contenders(preset);
            assertThat(contenders).as("rows of preset %s", preset).isNotEmpty();
            assertThat(contenders.stream().map(Contender::label))
                    .as("labels of preset %s", preset)
                    .doesNotHaveDuplicates()
                    .allMatch(label -> label.matches(DescriptionRules.ONE_LINE));
            contenders.forEach(contender -> checkKnown(catalog, contender, preset));
        }
    }

    private static void checkKnown(Catalog catalog, Contender contender, Preset preset) {
        try {
            Workload<?> workload = catalog.workload(contender.workload());
            Strategy strategy = catalog.strategy(contender.strategy());
            Parameters.of(workload.name(), workload.parameters(), contender.parameters(), preset);
            Parameters.of(strategy.name(), strategy.options(), contender.options(), preset);
        } catch (InvalidInputException e) {
            fail("row '" + contender.label() + "': " + e.getMessage(), e);
        }
    }

    @ChecksExperiment(ExperimentRule.E4)
    final void e4_claimsAreAboutRowsAndMetricsThatThereAre() {
        assertThat(experiment().claims().stream().map(Claim::statement))
                .as("what it claims")
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(statement -> statement.matches(DescriptionRules.ONE_LINE));
        for (Preset preset : Preset.values()) {
            try {
                new ClaimCheck(catalog(), experiment(), experiment().contenders(preset)).check();
            } catch (InvalidInputException e) {
                fail(e.getMessage(), e);
            }
        }
    }

    @ChecksExperiment(ExperimentRule.E5)
    final void e5_claimsCanBeDecided() {
        for (Claim claim : experiment().claims()) {
            Claim.Bound bound = claim.bound();
            assertThat(bound.low())
                    .as("'%s': its bound has a number that is in it", claim.statement())
                    .isLessThanOrEqualTo(bound.high());
            assertThat(Double.isFinite(bound.low()) || Double.isFinite(bound.high()))
                    .as("'%s': its bound has a number that is not in it", claim.statement())
                    .isTrue();
            assertThat(claim.scale())
                    .as("'%s': what it is multiplied by", claim.statement())
                    .isFinite()
                    .isNotZero();
            assertThat(claim.divisor().filter(claim.measure()::equals))
                    .as("'%s': a measure divided by itself is one", claim.statement())
                    .isEmpty();
        }
    }
}
