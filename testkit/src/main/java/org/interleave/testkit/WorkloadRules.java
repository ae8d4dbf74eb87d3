package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Execution;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/** How {@link Rule#R1} is checked: every workload that the strategy supports, at a small size. */
final class WorkloadRules {

    private static final long LARGE_COUNT = 10_000;
    private static final long COUNT_DIVISOR = 100;
    private static final Duration LONG_TIME = Duration.ofMillis(100);
    private static final int TIME_DIVISOR = 10;

    private final Subject subject;

    WorkloadRules(Subject subject) {
        this.subject = subject;
    }

    /** Two rounds of each, so that what a run leaves behind in the execution shows. */
    void resultsAreWhatTheOracleSays(List<Workload<?>> workloads) throws InterruptedException {
        List<Workload<?>> supported = workloads.stream()
                .filter(workload ->
                        subject.strategy().supports(workload, small(workload)).isAvailable())
                .toList();
        assertThat(supported).as("supported workloads").isNotEmpty();
        try (Execution execution = subject.open()) {
            for (Workload<?> workload : supported) {
                runAndVerify(execution, workload);
                runAndVerify(execution, workload);
            }
        }
    }

    private static <R extends Serializable> void runAndVerify(Execution execution, Workload<R> workload)
            throws InterruptedException {
        try (Round<R> round = workload.prepare(small(workload))) {
            Outcome<R> outcome = round.runOn(execution);
            round.verify(outcome);
            round.latencies(outcome);
        } catch (WrongResultException e) {
            throw new AssertionError(workload.name() + ": " + e.getMessage(), e);
        }
    }

    /** The quick defaults, with large counts and long times cut down where their range allows it. */
    static Parameters small(Workload<?> workload) {
        Map<String, String> given = new HashMap<>();
        for (Parameter<?> parameter : workload.parameters()) {
            smaller(parameter)
                    .filter(text -> allowed(parameter, text, workload.name()))
                    .ifPresent(text -> given.put(parameter.name(), text));
        }
        return Parameters.of(workload.name(), workload.parameters(), given, Preset.QUICK);
    }

    private static Optional<String> smaller(Parameter<?> parameter) {
        Object value = parameter.defaultValue(Preset.QUICK);
        if (value instanceof Long count && count >= LARGE_COUNT) {
            return Optional.of(Long.toString(count / COUNT_DIVISOR));
        }
        if (value instanceof Duration time && time.compareTo(LONG_TIME) >= 0) {
            return Optional.of(time.dividedBy(TIME_DIVISOR).toNanos() + "ns");
        }
        return Optional.empty();
    }

    private static boolean allowed(Parameter<?> parameter, String text, String owner) {
        try {
            parameter.parse(text, owner);
            return true;
        } catch (InvalidInputException e) {
            return false;
        }
    }
}
