package org.interleave.testkit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.TaskFailure;
import org.interleave.core.Turn;
import org.jspecify.annotations.Nullable;

/** Faults in cancelling, interrupting, stopping, and stopping daemons. */
final class StoppingFaults {

    private StoppingFaults() {}

    private static <R extends Serializable> Outcome<R> allCancelled(Job<R> job) {
        List<Completion<R>> completions = IntStream.range(0, job.tasks().size())
                .<Completion<R>>mapToObj(index -> new Completion.Cancelled<>(index, ""))
                .toList();
        return new Outcome<>(completions, List.of(), false, Map.of());
    }

    static final class IgnoresCancel extends FaultyExecution {

        @Override
        public void cancel() {
            // nothing, though closing does cancel
        }
    }

    static final class CallsCancelledFailed extends FaultyExecution {

        private volatile boolean cancelled;

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            Outcome<R> outcome = super.run(job);
            List<Completion<R>> completions = outcome.completions().stream()
                    .<Completion<R>>map(completion -> cancelled && completion instanceof Completion.Cancelled<R> c
                            ? new Completion.Failed<>(c.task(), c.worker(), TaskFailure.of(new InterruptedException()))
                            : completion)
                    .toList();
            return new Outcome<>(completions, outcome.cells(), outcome.exactCells(), outcome.metrics());
        }

        @Override
        public void cancel() {
            cancelled = true;
            super.cancel();
        }
    }

    static final class StaysCancelled extends FaultyExecution {

        private volatile boolean cancelled;

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            return cancelled ? allCancelled(job) : super.run(job);
        }

        @Override
        public void cancel() {
            cancelled = true;
            super.cancel();
        }
    }

    static final class KeepsInterrupt extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            try {
                return super.run(job);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw e;
            }
        }
    }

    static final class SwallowsInterrupt extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) {
            try {
                return super.run(job);
            } catch (InterruptedException e) {
                return allCancelled(job);
            }
        }
    }

    static final class BrokenByInterrupt extends FaultyExecution {

        private boolean broken;

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            if (broken) {
                throw new IllegalStateException("another run is going on");
            }
            try {
                return super.run(job);
            } catch (InterruptedException e) {
                broken = true;
                throw e;
            }
        }
    }

    /** After an interrupt it goes on with the first task, for one turn during the next run. */
    static final class LeavesTaskRunning extends FaultyExecution {

        private @Nullable RemembersTurn<?> left;

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            goOn();
            List<RemembersTurn<R>> tasks = new ArrayList<>();
            job.tasks().forEach(task -> tasks.add(new RemembersTurn<>(task)));
            try {
                return super.run(new Job<>(tasks, job.cells()));
            } catch (InterruptedException e) {
                left = tasks.stream()
                        .filter(task -> task.turn != null) // of two, one may not have begun
                        .findFirst()
                        .orElse(null);
                throw e;
            }
        }

        private void goOn() {
            RemembersTurn<?> task = left;
            left = null;
            Turn turn = task == null ? null : task.turn;
            if (task == null || turn == null) {
                return;
            }
            try {
                task.advance(turn);
            } catch (Exception e) {
                // so it ends
            }
        }

        private static final class RemembersTurn<R extends Serializable> extends FaultyTask<R> {

            private static final long serialVersionUID = 1;

            private volatile @Nullable Turn turn;

            RemembersTurn(Task<R> sound) {
                super(sound);
            }

            @Override
            public Step<R> advance(Turn given) throws Exception {
                turn = given;
                return super.advance(given);
            }
        }
    }

    static final class NoDaemon<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        NoDaemon(Task<R> sound) {
            super(sound);
        }

        @Override
        public boolean daemon() {
            return false;
        }
    }

    static final class StoppedAtOnce<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        StoppedAtOnce(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            return super.advance(new FaultyTurn(turn) {
                @Override
                public boolean stopping() {
                    return daemon() || super.stopping();
                }
            });
        }
    }

    static final class IgnoresStop extends FaultyExecution {

        @Override
        public void stop() {
            // nothing
        }
    }

    static final class CancelsInstead extends FaultyExecution {

        @Override
        public void stop() {
            sound.cancel();
        }
    }

    static final class StaysStopped extends FaultyExecution {

        private volatile boolean stopped;

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            return stopped ? allCancelled(job) : super.run(job);
        }

        @Override
        public void stop() {
            stopped = true;
            super.stop();
        }
    }

    static final class ToldNothing<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        ToldNothing(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            return super.advance(new FaultyTurn(turn) {
                @Override
                public boolean stopping() {
                    return daemon() && super.stopping();
                }
            });
        }
    }

    static final class CutIsTooLate<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        CutIsTooLate(Task<R> sound) {
            super(sound);
        }

        @Override
        public Step<R> advance(Turn turn) throws Exception {
            return super.advance(new FaultyTurn(turn) {
                @Override
                public Arrival arrival() {
                    return super.arrival() instanceof Arrival.CutShort ? Arrival.timedOut() : super.arrival();
                }
            });
        }
    }

    /** When all others are done it cancels the run instead of telling daemons to stop. */
    static final class CancelsDaemons extends FaultyExecution {

        @Override
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            long foreground =
                    job.tasks().stream().filter(task -> !task.daemon()).count();
            if (foreground == job.tasks().size()) {
                return super.run(job);
            }
            AtomicInteger left = new AtomicInteger(Math.toIntExact(foreground));
            List<Task<R>> tasks = job.tasks().stream()
                    .<Task<R>>map(task -> new CountsDown<>(task, left))
                    .toList();
            return super.run(new Job<>(tasks, job.cells()));
        }

        private final class CountsDown<R extends Serializable> extends FaultyTask<R> {

            private static final long serialVersionUID = 1;

            private final AtomicInteger left;

            CountsDown(Task<R> sound, AtomicInteger left) {
                super(sound);
                this.left = left;
            }

            @Override
            public Step<R> advance(Turn turn) throws Exception {
                Step<R> step = super.advance(turn);
                if (!daemon() && step instanceof Step.Done && left.decrementAndGet() == 0) {
                    cancel();
                }
                return step;
            }
        }
    }
}
