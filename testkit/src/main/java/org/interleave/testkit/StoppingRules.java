package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.testkit.EndlessTask.Pursuit;

/**
 * How the rules about stopping tasks are checked: {@link Rule#R5}, {@link Rule#R6}, {@link Rule#R11}, {@link Rule#R23}.
 *
 * <p>A run is stopped once a task has marked that it began. It may not wait yet then; the rules hold for that too.
 */
final class StoppingRules {

    private final Subject subject;

    StoppingRules(Subject subject) {
        this.subject = subject;
    }

    /** R5. One kind of endless task at a time, since on one thread one would hide the other. */
    void cancellingEnds(Pursuit pursuit) throws InterruptedException {
        pursuit.needs().forEach(subject::assume);
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = beginEndless(execution, List.of(pursuit));
            execution.cancel();
            assertThat(run.outcome(subject.patience()).completions())
                    .singleElement()
                    .isInstanceOf(Completion.Cancelled.class);
        }
    }

    /** R5. The execution is as good as new afterwards. */
    void cancellingEndsAllTasksOfThatRun() throws InterruptedException {
        List<Pursuit> possible = EnumSet.allOf(Pursuit.class).stream()
                .filter(pursuit -> pursuit.needs().stream().allMatch(subject::has))
                .toList();
        try (Execution execution = subject.open()) {
            execution.cancel();
            assertWorks(execution);
            BackgroundRun<String> run = beginEndless(execution, possible);
            execution.cancel();
            execution.cancel();
            assertThat(run.outcome(subject.patience()).completions())
                    .hasSameSizeAs(possible)
                    .allSatisfy(completion -> assertThat(completion).isInstanceOf(Completion.Cancelled.class));
            assertWorks(execution);
        }
    }

    /** Begins a run, and returns when a task has begun. */
    private BackgroundRun<String> beginEndless(Execution execution, List<Pursuit> pursuits) {
        List<EndlessTask> tasks = new ArrayList<>();
        for (Pursuit pursuit : pursuits) {
            tasks.add(new EndlessTask(subject.markers(), pursuit, tasks.size()));
        }
        BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(tasks));
        subject.await(
                "a task begins",
                () -> tasks.stream()
                        .anyMatch(task -> subject.markers().marked(EndlessTask.begun(tasks.indexOf(task)))));
        return run;
    }

    /** R23. One kind of endless task at a time, since on one thread one would hide the other. */
    void stoppingLetsTasksFinish(Pursuit pursuit) throws InterruptedException {
        pursuit.needs().forEach(subject::assume);
        try (Execution execution = subject.open()) {
            execution.stop();
            assertWorks(execution);
            BackgroundRun<String> run =
                    BackgroundRun.start(execution, Job.of(List.of(new StoppableTask(subject.markers(), pursuit, 0))));
            subject.awaitMark(EndlessTask.begun(0));
            execution.stop();
            assertThat(run.outcome(subject.patience()).results()).containsExactly(StoppableTask.KEPT);
            assertWorks(execution);
        }
    }

    private void assertWorks(Execution execution) throws InterruptedException {
        Job<String> job = Job.of(SleepingTask.alike(1, Duration.ofMillis(30), "fine"));
        Outcome<String> outcome = BackgroundRun.start(execution, job).outcome(subject.patience());
        assertThat(outcome.results()).as("results of the next run").containsExactly("fine");
    }

    /** R6. That the tasks ended shows in that no heart beats while the next run takes its time. */
    void interruptingTheCallerEndsTheRun() throws InterruptedException {
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = BackgroundRun.start(
                    execution, Job.of(List.of(new HeartTask(subject.markers()), new HeartTask(subject.markers()))));
            subject.await("a heart beats", () -> subject.markers().beats() > 0);
            run.interrupt();
            assertInterrupted(run);
            long beats = subject.markers().beats();
            assertWorks(execution);
            assertThat(subject.markers().beats())
                    .as("heartbeats counted when run had thrown, and later")
                    .isEqualTo(beats);
        }
    }

    /** R6. */
    void callersInterruptedBeforehandAreToldSo() throws InterruptedException {
        try (Execution execution = subject.open()) {
            assertInterrupted(BackgroundRun.startInterrupted(
                    execution, Job.of(List.of(new EndlessTask(subject.markers(), Pursuit.SLEEPS, 0)))));
            assertWorks(execution);
        }
    }

    private void assertInterrupted(BackgroundRun<String> run) throws InterruptedException {
        assertThat(run.thrown(subject.patience())).isInstanceOf(InterruptedException.class);
        assertThat(run.interruptLeft()).as("the interrupt flag is left set").isFalse();
    }

    /** R11. Where tasks run one after another, a daemon ahead of the others would keep them from starting. */
    void daemonsAreToldToStop() throws InterruptedException {
        List<Task<String>> tasks = new ArrayList<>();
        Set<DaemonTask.Pursuit> daemons = EnumSet.allOf(DaemonTask.Pursuit.class);
        if (!subject.has(Feature.INBOXES)) {
            daemons.remove(DaemonTask.Pursuit.RECEIVES);
        }
        boolean beside = subject.has(Feature.CONCURRENCY);
        if (!beside) {
            tasks.add(new ForegroundTask(subject.markers(), 0));
        }
        daemons.forEach(pursuit -> tasks.add(new DaemonTask(subject.markers(), pursuit, tasks.size())));
        if (beside) {
            tasks.add(new ForegroundTask(subject.markers(), tasks.size()));
        }
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(tasks));
            assertThat(run.outcome(subject.patience()).results()).containsOnly(DaemonTask.FOREGROUND_DONE);
        }
    }

    /** Beats until it is cancelled. */
    private static final class HeartTask implements Task<String> {

        private static final long serialVersionUID = 1;

        private final MarkerFiles markers;

        HeartTask(MarkerFiles markers) {
            this.markers = markers;
        }

        @Override
        public Step<String> advance(Turn turn) throws IOException {
            markers.beat();
            return Step.sleep(Duration.ofMillis(1));
        }
    }

    /** Sees the daemons before it begin, gives them time to begin to wait, and marks that it is done. */
    private static final class ForegroundTask extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final MarkerFiles markers;
        private final int daemons;

        ForegroundTask(MarkerFiles markers, int daemons) {
            this.markers = markers;
            this.daemons = daemons;
        }

        @Override
        protected Step<String> begin(Turn turn) {
            boolean allBegun = IntStream.range(0, daemons).allMatch(index -> markers.marked(DaemonTask.begun(index)))
                    || markers.gone();
            return allBegun ? then(this::end, Step.sleep(Duration.ofMillis(20))) : Step.sleep(Duration.ofMillis(2));
        }

        private Step<String> end(Turn turn) throws IOException {
            markers.mark(DaemonTask.FOREGROUND_DONE);
            return Step.done(DaemonTask.FOREGROUND_DONE);
        }
    }
}
