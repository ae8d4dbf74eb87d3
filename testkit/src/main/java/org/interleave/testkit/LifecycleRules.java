package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.testkit.EndlessTask.Pursuit;

/** How the rules about executions are checked: {@link Rule#R7}, {@link Rule#R9}, {@link Rule#R17}. */
final class LifecycleRules {

    private static final String RELEASED = "released";

    private final Subject subject;

    LifecycleRules(Subject subject) {
        this.subject = subject;
    }

    /** R7. What a first run leaves for good, such as a loaded library, is the JVM's. */
    void closingLeavesNothing() throws InterruptedException {
        openRunClose();
        Footprint before = Footprint.take(subject.directory());
        openRunClose();
        assertNothingLeft(before);
    }

    private void openRunClose() throws InterruptedException {
        Execution execution = subject.open();
        try {
            runSomething(execution);
        } finally {
            subject.close(execution);
            subject.close(execution);
        }
    }

    private static void runSomething(Execution execution) throws InterruptedException {
        List<Task<String>> tasks = new ArrayList<>(SleepingTask.alike(3, Duration.ofMillis(5), "fine"));
        tasks.add(new BlockingTask());
        assertThat(execution.run(Job.of(tasks)).results()).containsOnly("fine");
    }

    /** R7. */
    void closingEndsTheRun() throws InterruptedException {
        openRunClose();
        Footprint before = Footprint.take(subject.directory());
        Execution execution = subject.open();
        BackgroundRun<String> run =
                BackgroundRun.start(execution, Job.of(List.of(new EndlessTask(subject.markers(), Pursuit.SLEEPS, 0))));
        try {
            subject.awaitMark(EndlessTask.begun(0));
        } finally {
            subject.close(execution);
        }
        assertThat(run.outcome(subject.patience()).completions())
                .singleElement()
                .isInstanceOf(Completion.Cancelled.class);
        assertNothingLeft(before);
    }

    private void assertNothingLeft(Footprint before) {
        Set<String> last = Set.of();
        try {
            subject.await("nothing is left", () -> nothingMoreThan(before));
        } catch (AssertionError e) {
            last = Footprint.take(subject.directory()).minus(before);
        }
        assertThat(last).as("what is left after closing").isEmpty();
    }

    private boolean nothingMoreThan(Footprint before) {
        return Footprint.take(subject.directory()).minus(before).isEmpty();
    }

    /** R7. */
    void closedExecutionsRefuseToRun() throws InterruptedException {
        Execution execution = subject.open();
        subject.close(execution);
        BackgroundRun<String> run =
                BackgroundRun.start(execution, Job.of(SleepingTask.alike(1, Duration.ZERO, "fine")));
        assertThat(run.thrown(subject.patience())).isInstanceOf(IllegalStateException.class);
    }

    /** R9. The stream is the JVM's, so no other test may run meanwhile. */
    void nothingIsPrinted() throws InterruptedException {
        subject.assumeAvailable();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (Execution execution = subject.open()) {
            runSomething(execution);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .as("standard output")
                .isEmpty();
    }

    /** R17. The first run is not disturbed. */
    void secondRunAtTheSameTimeIsRefused() throws InterruptedException {
        try (Execution execution = subject.open()) {
            BackgroundRun<String> first =
                    BackgroundRun.start(execution, Job.of(List.of(new ReleasedTask(subject.markers()))));
            subject.awaitMark(EndlessTask.begun(0));
            BackgroundRun<String> second =
                    BackgroundRun.start(execution, Job.of(SleepingTask.alike(1, Duration.ZERO, "fine")));
            try {
                assertThat(second.thrown(subject.patience())).isInstanceOf(IllegalStateException.class);
            } finally {
                release();
            }
            assertThat(first.outcome(subject.patience()).results()).containsExactly(RELEASED);
        }
    }

    private void release() {
        try {
            subject.markers().mark(RELEASED);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** R17. */
    void oneRunAfterAnotherIsFine() throws InterruptedException {
        try (Execution execution = subject.open()) {
            for (int size : new int[] {3, 0, 1, 9}) {
                Job<String> job = Job.of(SleepingTask.alike(size, Duration.ofMillis(1), "fine"));
                List<String> results = BackgroundRun.start(execution, job)
                        .outcome(subject.patience())
                        .results();
                assertThat(results).hasSize(size).allMatch("fine"::equals);
            }
        }
    }

    /** Makes one blocking call, so that whatever serves those is up. */
    private static final class BlockingTask extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        @Override
        protected Step<String> begin(Turn turn) {
            return then(end -> Step.done("fine"), Step.blocking(() -> Message.EMPTY));
        }
    }

    /** Sleeps again and again until the test, or its end, releases it. */
    private static final class ReleasedTask implements Task<String> {

        private static final long serialVersionUID = 1;

        private final MarkerFiles markers;
        private boolean begun;

        ReleasedTask(MarkerFiles markers) {
            this.markers = markers;
        }

        @Override
        public Step<String> advance(Turn turn) throws IOException {
            if (!begun) {
                begun = true;
                markers.mark(EndlessTask.begun(0));
            }
            return markers.marked(RELEASED) || markers.gone() ? Step.done(RELEASED) : Step.sleep(Duration.ofMillis(2));
        }
    }
}
