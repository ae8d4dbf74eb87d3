package org.interleave.testkit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** Faults in results, ends and failures of tasks. */
final class CompletionFaults {

    private CompletionFaults() {}

    /** Of tasks that have a C twin it gets the result wrong. */
    static final class WrongTwin<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        WrongTwin(Task<R> sound) {
            super(sound);
        }

        @Override
        @SuppressWarnings("unchecked")
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = super.advance(turn);
            boolean twin = kernel().isPresent();
            return twin && step instanceof Step.Done<R> done && done.result() instanceof Long result
                    ? Step.done((R) Long.valueOf(~result))
                    : step;
        }
    }

    static final class ResumedAfterEnd<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        ResumedAfterEnd(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            Step<R> step = super.advance(turn);
            if (step instanceof Step.Done) {
                try {
                    super.advance(turn);
                } catch (RuntimeException ignored) {
                    // the first answer stands
                }
            }
            return step;
        }
    }

    static final class ForgetsWorkers extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            Outcome<R> outcome = super.run(job);
            List<Completion<R>> completions = outcome.completions().stream()
                    .<Completion<R>>map(completion -> completion instanceof Completion.Succeeded<R> succeeded
                            ? new Completion.Succeeded<>(succeeded.task(), "", succeeded.result())
                            : completion)
                    .toList();
            return new Outcome<>(completions, outcome.cells(), outcome.exactCells(), outcome.metrics());
        }
    }

    /** Gives the places of tasks that slept to those that slept, in the order in which they ended. */
    static final class CompletesInOrderOfEnding extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            Queue<Integer> ended = new ConcurrentLinkedQueue<>();
            List<SleeperThatReportsItsEnd<R>> tasks = IntStream.range(
                            0, job.tasks().size())
                    .mapToObj(
                            index -> new SleeperThatReportsItsEnd<>(job.tasks().get(index), () -> ended.add(index)))
                    .toList();
            Outcome<R> outcome = super.run(new Job<>(tasks, job.cells()));
            List<Completion<R>> completions = new ArrayList<>(outcome.completions());
            List<Integer> places = ended.stream().sorted().toList();
            for (int place : places) {
                completions.set(place, outcome.completions().get(ended.remove()));
            }
            return new Outcome<>(completions, outcome.cells(), outcome.exactCells(), outcome.metrics());
        }

        private static final class SleeperThatReportsItsEnd<R extends Serializable> extends FaultyTask<R> {

            private static final long serialVersionUID = 1;

            private final Runnable report;
            private boolean slept;

            SleeperThatReportsItsEnd(Task<R> sound, Runnable report) {
                super(sound);
                this.report = report;
            }

            @Override
            public Step<R> advance(Turn turn) throws Exception {
                Step<R> step = super.advance(turn);
                slept |= step instanceof Step.Sleep;
                if (slept && step instanceof Step.Done) {
                    report.run();
                }
                return step;
            }
        }
    }

    static final class WrapsExceptions<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        WrapsExceptions(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) {
            try {
                return super.advance(turn);
            } catch (Exception e) {
                throw new IllegalArgumentException("a task failed", e);
            }
        }
    }

    static final class AsksExceptions<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        AsksExceptions(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            try {
                return super.advance(turn);
            } catch (Exception e) {
                String unused = e.toString();
                throw e;
            }
        }
    }

    static final class FailsFast extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            List<Task<R>> tasks =
                    job.tasks().stream().<Task<R>>map(CancelsOthers::new).toList();
            return super.run(new Job<>(tasks, job.cells()));
        }

        private final class CancelsOthers<R extends Serializable> extends FaultyTask<R> {

            private static final long serialVersionUID = 1;

            CancelsOthers(Task<R> sound) {
                super(sound);
            }

            @Override
            public Step<R> advance(Turn turn) throws Exception {
                try {
                    return super.advance(turn);
                } catch (Exception | Error e) {
                    cancel();
                    throw e;
                }
            }
        }
    }
}
