package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/**
 * How the rules about waiting beside others are checked: {@link Rule#R12}, {@link Rule#R14}. That waits overlap is
 * shown by order, not by time: one task sees, while it waits, what another does after its own wait began.
 */
final class ConcurrencyRules {

    private static final String MET = "met all others";
    private static final String ALONE = "gave up waiting for the others";

    /** Looks every other millisecond. */
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(2);

    private final Subject subject;

    ConcurrencyRules(Subject subject) {
        this.subject = subject;
    }

    private long mostLooks() {
        return subject.patience().dividedBy(2).dividedBy(LOOK_INTERVAL);
    }

    /** R12. */
    void waitsOverlap() throws InterruptedException {
        subject.assume(Feature.CONCURRENCY);
        int size = 3;
        List<MeetingTask> tasks = IntStream.range(0, size)
                .mapToObj(index -> new MeetingTask(subject.markers(), index, size, mostLooks()))
                .toList();
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(tasks));
            assertThat(run.outcome(subject.patience()).results()).containsOnly(MET);
        }
    }

    /** R14. */
    void blockingCallsDeliverResults() throws InterruptedException {
        assertThat(completionOf(new CallingTask(subject.markers(), CallingTask.Call.ANSWERS, 0)))
                .isInstanceOfSatisfying(
                        Completion.Succeeded.class,
                        succeeded -> assertThat(succeeded.result()).isEqualTo("42"));
    }

    /** R14. */
    void blockingCallsThatThrowFailTheirTask() throws InterruptedException {
        assertThat(completionOf(new CallingTask(subject.markers(), CallingTask.Call.THROWS, 0)))
                .isInstanceOfSatisfying(Completion.Failed.class, failed -> {
                    assertThat(failed.failure().type()).isEqualTo(IOException.class.getName());
                    assertThat(failed.failure().message()).isEqualTo("the call failed");
                });
    }

    private Completion<String> completionOf(CallingTask task) throws InterruptedException {
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(List.of(task)));
            List<Completion<String>> completions =
                    run.outcome(subject.patience()).completions();
            assertThat(completions).hasSize(1);
            return completions.getFirst();
        }
    }

    /** R14. The call of the first task returns once the second has run. */
    void othersGoOnDuringBlockingCalls() throws InterruptedException {
        subject.assume(Feature.CONCURRENCY);
        List<Task<String>> tasks = List.of(
                new CallingTask(subject.markers(), CallingTask.Call.WAITS_FOR_ANOTHER, mostLooks()),
                new MeetingTask(subject.markers(), 0, 1, mostLooks()));
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(tasks));
            assertThat(run.outcome(subject.patience()).results()).containsExactly("42", MET);
        }
    }

    /** Marks that it is there, and sleeps again and again until all others are. */
    private static final class MeetingTask implements Task<String> {

        private static final long serialVersionUID = 1;

        private final MarkerFiles markers;
        private final int index;
        private final int size;
        private long looksLeft;
        private boolean there;

        MeetingTask(MarkerFiles markers, int index, int size, long looks) {
            this.markers = markers;
            this.index = index;
            this.size = size;
            looksLeft = looks;
        }

        static String there(int index) {
            return "there-" + index;
        }

        @Override
        public Step<String> advance(Turn turn) throws IOException {
            if (!there) {
                there = true;
                markers.mark(there(index));
            }
            if (IntStream.range(0, size).allMatch(other -> markers.marked(there(other)))) {
                return Step.done(MET);
            }
            looksLeft--;
            return looksLeft > 0 ? Step.sleep(LOOK_INTERVAL) : Step.done(ALONE);
        }
    }

    /** Makes one blocking call and results in the number that it brings. */
    private static final class CallingTask extends StepMachine<String> {

        /** What the call does. */
        enum Call {
            ANSWERS,
            THROWS,
            WAITS_FOR_ANOTHER
        }

        private static final long serialVersionUID = 1;
        private static final Message ANSWER = Message.of(42);

        private final MarkerFiles markers;
        private final Call call;
        private final long looks;

        CallingTask(MarkerFiles markers, Call call, long looks) {
            this.markers = markers;
            this.call = call;
            this.looks = looks;
        }

        @Override
        protected Step<String> begin(Turn turn) {
            return then(
                    this::end,
                    Step.blocking(
                            switch (call) {
                                case ANSWERS -> () -> ANSWER;
                                case THROWS ->
                                    () -> {
                                        throw new IOException("the call failed");
                                    };
                                case WAITS_FOR_ANOTHER -> () -> waitForAnother(markers, looks);
                            }));
        }

        private Step<String> end(Turn turn) {
            return Step.done(Long.toString(turn.message().asLong()));
        }

        private static Message waitForAnother(MarkerFiles markers, long looks) throws InterruptedException {
            for (long left = looks; left > 0; left--) {
                if (markers.marked(MeetingTask.there(0))) {
                    return ANSWER;
                }
                Thread.sleep(LOOK_INTERVAL);
            }
            throw new IllegalStateException("no other task went on during the call");
        }
    }
}
