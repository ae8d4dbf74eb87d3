package org.interleave.core.workloads;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.TaskFailure;
import org.interleave.core.Tick;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * Tasks that compute, and among them some that do not live to see their end: one is killed in mid-task, one exits the
 * process, one halts it, and one has a class that no other process can load. After them, in the same execution, a roll
 * call: as many tasks that all live.
 *
 * <p>The oracle: a task that lives has counted down as {@link Tick#jump} says; one that does not has failed. What else was
 * lost, and how clear the errors are, is measured, for claims to speak of. An error is clear if it names the task, who ran
 * it, and how that ended, with what it said last, or the class that is missing.
 */
public final class WorkerFailures implements Workload<Long> {

    /** Its name. */
    public static final String NAME = "casualties";

    /** A metric. The tasks that could not live and were lost. */
    public static final String DOOMED_LOST = "doomed_lost";

    /** A metric. The other tasks that were lost. */
    public static final String OTHERS_LOST = "others_lost";

    /** A metric. The errors that do not say which task was lost, where and how. */
    public static final String UNCLEAR_ERRORS = "unclear_errors";

    /** A metric. The worker processes that the pool lacks in the end. */
    public static final String PROCESSES_MISSING = "processes_missing";

    /** The number of tasks beside those that do not live. */
    public static final Parameter<Long> OTHERS =
            Parameter.count("others", "tasks beside the four that do not live", 28, 96, 4, 100_000);

    /** Ticks of each of those. */
    public static final Parameter<Long> WORK =
            Parameter.count("work", "ticks that each of the others takes", 50_000, 500_000, 1, 1_000_000_000);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "tasks of which some are killed, exit or halt their process, or miss their code";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(OTHERS, WORK);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.ISOLATION);
    }

    @Override
    public List<String> highlights() {
        return List.of(DOOMED_LOST, OTHERS_LOST, UNCLEAR_ERRORS, PROCESSES_MISSING);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(DOOMED_LOST, OTHERS_LOST, UNCLEAR_ERRORS, PROCESSES_MISSING));
    }

    @Override
    public Round<Long> prepare(Parameters parameters) {
        int others = parameters.getInt(OTHERS);
        return new WorkerFailuresRound(others, parameters.get(WORK), new AtomicLong());
    }

    private record WorkerFailuresRound(int others, long work, AtomicLong missing) implements Round<Long> {

        private int size() {
            return others + DoomedTask.Fate.values().length;
        }

        /** The doomed stand evenly among the others. */
        private Task<Long> task(int index) {
            int apart = size() / DoomedTask.Fate.values().length;
            int place = index / apart;
            boolean doomed = index % apart == apart / 2 && place < DoomedTask.Fate.values().length;
            return doomed ? DoomedTask.of(DoomedTask.Fate.values()[place]) : survivor(index);
        }

        private CountdownTask survivor(int index) {
            return new CountdownTask(Tick.seed(index), work);
        }

        private List<Task<Long>> tasks() {
            List<Task<Long>> tasks = new ArrayList<>();
            for (int index = 0; index < size(); index++) {
                tasks.add(task(index));
            }
            return tasks;
        }

        @Override
        public Job<Long> job() {
            return Job.of(tasks());
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of(task(task) instanceof CountdownTask ? "survivor" : "doomed");
        }

        @Override
        public Outcome<Long> runOn(Execution execution) throws InterruptedException {
            long before = children();
            Outcome<Long> outcome = execution.run(job());
            List<CountdownTask> rollCall = new ArrayList<>();
            for (int index = 0; index < size(); index++) {
                rollCall.add(survivor(index));
            }
            List<Long> answers = execution.run(Job.of(rollCall)).results(size());
            for (int index = 0; index < size(); index++) {
                check(index, answers.get(index));
            }
            missing.set(before - children());
            return outcome;
        }

        private static long children() {
            return ProcessHandle.current()
                    .children()
                    .filter(ProcessHandle::isAlive)
                    .count();
        }

        private void check(int index, long answer) {
            long expected = survivor(index).oracle();
            if (answer != expected) {
                throw new WrongResultException("task " + index + " of " + NAME + " ended in state "
                        + Long.toHexString(answer) + ", should be " + Long.toHexString(expected));
            }
        }

        @Override
        public Map<String, Metric> verify(Outcome<Long> outcome) {
            List<Task<Long>> tasks = tasks();
            long doomedLost = 0;
            long othersLost = 0;
            long unclear = 0;
            outcome.checkComplete(size());
            for (Completion<Long> completion : outcome.completions()) {
                Task<Long> task = tasks.get(completion.task());
                switch (completion) {
                    case Completion.Failed<Long> failed -> {
                        boolean doomed = !(task instanceof CountdownTask);
                        doomedLost += doomed ? 1 : 0;
                        othersLost += doomed ? 0 : 1;
                        unclear += doomed && isClear(DoomedTask.fateOf(task), failed) ? 0 : 1;
                    }
                    case Completion.Succeeded<Long> succeeded -> check(succeeded.task(), succeeded.result());
                    case Completion.Cancelled<Long> cancelled ->
                        throw new WrongResultException("task " + cancelled.task() + " was cancelled");
                }
            }
            return Map.of(
                    DOOMED_LOST, Metric.count(doomedLost),
                    OTHERS_LOST, Metric.count(othersLost),
                    UNCLEAR_ERRORS, Metric.count(unclear),
                    PROCESSES_MISSING, Metric.count(Math.max(0, missing.get())));
        }

        private static boolean isClear(DoomedTask.Fate fate, Completion.Failed<Long> failed) {
            TaskFailure failure = failed.failure();
            boolean named = failure.message().contains("task " + failed.task())
                    && !failed.worker().isEmpty();
            boolean lostWithWorker = failure.message().contains(failed.worker());
            return named
                    && failure.message().contains(fate.sign())
                    && (lostWithWorker || fate == DoomedTask.Fate.UNKNOWN);
        }
    }
}
