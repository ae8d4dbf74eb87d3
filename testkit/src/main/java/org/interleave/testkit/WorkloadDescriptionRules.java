package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Workload;

/** How the rules about what a workload says of itself are checked: {@link WorkloadRule#W1}, {@link WorkloadRule#W5}. */
final class WorkloadDescriptionRules {

    private static final String METRIC = "[a-z][a-z0-9_]{0,59}";

    /** What hardly any parameter can read, or nobody would mean. */
    private static final List<String> ODD =
            List.of("", " ", "-1", "0", "x", "1e400", "99999999999999999999", "5 parsecs", "\n");

    private final Workload<?> workload;

    WorkloadDescriptionRules(Workload<?> workload) {
        this.workload = workload;
    }

    /** W1. */
    void descriptionIsWellFormed() {
        assertThat(workload.name()).as("name").matches(DescriptionRules.WORDS).isEqualTo(workload.name());
        assertThat(workload.description()).as("description").matches(DescriptionRules.ONE_LINE);
        assertThat(workload.needs()).as("needs").isEqualTo(workload.needs()).doesNotContainNull();
        assertThat(workload.parameters().stream().map(Parameter::name))
                .as("names of parameters")
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(
                        workload.parameters().stream().map(Parameter::name).toList());
        DescriptionRules.checkParameters(workload.name(), workload.parameters());
        workload.size()
                .ifPresent(size -> assertThat(workload.parameters().stream().map(Parameter::name))
                        .as("the parameter that is its size is one of its parameters")
                        .contains(size.name()));
        workload.metrics().ifPresent(this::checkMetrics);
        for (Preset preset : Preset.values()) {
            assertThat(workload.demand(Parameters.of(workload.name(), workload.parameters(), Map.of(), preset)))
                    .as("demand")
                    .isNotNull();
        }
    }

    private void checkMetrics(Set<String> metrics) {
        assertThat(metrics).as("names of metrics").allMatch(name -> name.matches(METRIC));
    }

    /** W5. */
    void parametersAreChecked() {
        for (Parameter<?> parameter : workload.parameters()) {
            ODD.forEach(text -> refusedInOneLineOrRead(parameter, text));
        }
    }

    private void refusedInOneLineOrRead(Parameter<?> parameter, String text) {
        try {
            parameter.parse(text, workload.name());
        } catch (InvalidInputException e) {
            assertThat(e.getMessage())
                    .as("what is said of %s=%s", parameter.name(), text)
                    .isNotBlank();
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "parameter " + parameter.name() + " throws " + e + " when it reads '" + text
                            + "', rather than an IllegalArgumentException that says what is wrong",
                    e);
        }
    }
}
