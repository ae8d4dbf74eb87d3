package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.WorkerFailures;
import org.interleave.processes.Processes;

/**
 * Tasks that cannot be loaded in a worker process, are killed there, or end it. Each is lost, with one error that says what
 * happened; all others complete, also those that were handed to the same worker and had not begun; and the pool is whole
 * again. A pool that left such a task without an answer would hang, and so would this experiment.
 */
public final class WorkerMissingCodeExperiment implements Experiment {

    private static final String ONE = "one-at-a-time";
    private static final String CHUNKS = "chunks-of-eight";
    private static final int DOOMED = 4;

    @Override
    public String name() {
        return "worker-missing-code";
    }

    @Override
    public String question() {
        return "What is lost when a worker cannot load a task, is killed, or exits?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return List.of(contender(ONE, "1"), contender(CHUNKS, "8"));
    }

    private static Contender contender(String label, String chunk) {
        return Contender.of(WorkerFailures.NAME, Processes.NAME)
                .withOption(Processes.WORKERS.name(), "2")
                .withOption(Processes.CHUNK_SIZE.name(), chunk)
                .labelled(label);
    }

    @Override
    public List<Claim> claims() {
        return Stream.of(ONE, CHUNKS)
                .flatMap(WorkerMissingCodeExperiment::claims)
                .toList();
    }

    private static Stream<Claim> claims(String label) {
        return Stream.of(
                claim("each task that cannot live is lost", WorkerFailures.DOOMED_LOST, label, DOOMED),
                claim("no other task is lost", WorkerFailures.OTHERS_LOST, label, 0),
                claim("every error says which task was lost, where and how", WorkerFailures.UNCLEAR_ERRORS, label, 0),
                claim("the pool is whole again", WorkerFailures.PROCESSES_MISSING, label, 0));
    }

    private static Claim claim(String statement, String metric, String label, double number) {
        return Claim.value(label + ": " + statement, metric, label, Bound.between(number, number));
    }
}
