package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.core.Availability;
import org.interleave.core.Feature;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;

/** How the rules about what a strategy says of itself are checked: {@link Rule#R16}, {@link Rule#R18}. */
final class DescriptionRules {

    static final String WORDS = "[a-z0-9]+(-[a-z0-9]+)*";
    private static final String NAME = WORDS + "(:" + WORDS + ")?";
    static final String ONE_LINE = "\\S.*\\S";

    private final Subject subject;

    DescriptionRules(Subject subject) {
        this.subject = subject;
    }

    /** R16. */
    void whatIsNotDeclaredIsRefused() {
        subject.assumeAvailable();
        Set<Feature> absent = EnumSet.allOf(Feature.class);
        absent.removeAll(subject.strategy().features());
        assumeFalse(absent.isEmpty(), () -> subject.strategy().name() + " declares every feature");
        for (Feature feature : absent) {
            assertThat(subject.strategy().supports(new SingleFeatureWorkload(feature)))
                    .as("support of a workload that needs %s", feature)
                    .isInstanceOfSatisfying(
                            Availability.Unavailable.class,
                            unavailable -> assertThat(unavailable.reason()).matches(ONE_LINE));
        }
    }

    /** R18. */
    void descriptionIsWellFormed() {
        Strategy strategy = subject.strategy();
        assertThat(strategy.name()).as("name").matches(NAME);
        assertThat(strategy.description()).as("description").matches(ONE_LINE);
        assertThat(strategy.family()).as("family").isNotNull();
        assertThat(strategy.approach()).as("approach").isNotNull();
        assertThat(strategy.features()).as("features").doesNotContainNull();
        assertThat(strategy.describe())
                .as("what it says of itself at once, beside what it says one by one")
                .isEqualTo(new StrategyDescription(
                        strategy.name(),
                        strategy.family(),
                        strategy.approach(),
                        strategy.description(),
                        strategy.features(),
                        strategy.options(),
                        strategy.describe().onRequest()));
        if (strategy.availability(subject.options()) instanceof Availability.Unavailable unavailable) {
            assertThat(unavailable.reason()).as("reason for being unavailable").matches(ONE_LINE);
        }
    }

    /** R18. */
    void optionsAreWellFormed() {
        checkParameters(subject.strategy().name(), subject.strategy().options());
    }

    /** What can be set of a strategy or a workload. */
    static void checkParameters(String owner, List<Parameter<?>> options) {
        assertThat(options.stream().map(Parameter::name)).as("names of options").doesNotHaveDuplicates();
        for (Parameter<?> option : options) {
            assertThat(option.name()).as("name of an option").matches(WORDS);
            assertThat(option.description())
                    .as("description of " + option.name())
                    .matches(ONE_LINE);
            assertThat(option.allowed())
                    .as("what is allowed for " + option.name())
                    .matches(ONE_LINE);
        }
        for (Preset preset : Preset.values()) {
            Map<String, String> defaults =
                    Parameters.of(owner, options, Map.of(), preset).asText();
            assertThat(Parameters.of(owner, options, defaults, preset).asText())
                    .as("defaults written and read again")
                    .isEqualTo(defaults);
        }
    }
}
