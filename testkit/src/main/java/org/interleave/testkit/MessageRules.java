package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** How the rules about many tasks and their messages are checked: {@link Rule#R8}, {@link Rule#R10}. */
final class MessageRules {

    private static final int MANY_TASKS = 64;
    private static final int LAPS = 3;
    private static final int SENDERS = 2;
    private static final int MESSAGES_EACH = 25_000;
    private static final int MESSAGES_PER_BEAT = 500;
    private static final String HELD_BACK = "held back";
    private static final String ALL_RECEIVED = "all received in order";

    private final Subject subject;

    MessageRules(Subject subject) {
        this.subject = subject;
    }

    /** R8. */
    void manyTasksMaySleep() throws InterruptedException {
        try (Execution execution = subject.open()) {
            Job<String> job = Job.of(SleepingTask.alike(MANY_TASKS, Duration.ofMillis(3), "fine"));
            assertThat(BackgroundRun.start(execution, job)
                            .outcome(subject.patience())
                            .results())
                    .hasSize(MANY_TASKS)
                    .containsOnly("fine");
        }
    }

    /** R8. Each of many tasks waits for the one before it. */
    void manyTasksMayWaitForEachOther() throws InterruptedException {
        subject.assume(Feature.INBOXES);
        List<RingTask> tasks = IntStream.range(0, MANY_TASKS)
                .mapToObj(index -> new RingTask(index, MANY_TASKS, LAPS))
                .toList();
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(tasks));
            assertThat(run.outcome(subject.patience()).results())
                    .containsExactlyElementsOf(
                            tasks.stream().map(RingTask::expected).toList());
        }
    }

    /**
     * R10. The receiver sleeps as long as the senders make progress: who fills its inbox meanwhile and is not held back is
     * done before it wakes.
     */
    void messagesArriveInOrderAndSendersAreHeldBack() throws InterruptedException {
        subject.assume(Feature.INBOXES);
        List<Task<String>> tasks = List.of(
                new SendingTask(subject.markers(), 0),
                new SendingTask(subject.markers(), 1),
                new ReceivingTask(subject.markers()));
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(tasks));
            assertThat(run.outcome(subject.patience()).results()).containsExactly(HELD_BACK, HELD_BACK, ALL_RECEIVED);
        }
    }

    /** Passes a number on round a ring of tasks, each adding one. */
    private static final class RingTask extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final int index;
        private final int size;
        private final int laps;
        private int received;
        private long number;

        RingTask(int index, int size, int laps) {
            this.index = index;
            this.size = size;
            this.laps = laps;
        }

        /** The first task gets the number back at the end of each lap, the others get it on the way. */
        String expected() {
            return Integer.toString(index == 0 ? size * laps : size * (laps - 1) + index);
        }

        @Override
        protected Step<String> begin(Turn turn) {
            return index == 0 ? pass() : receive(turn);
        }

        private Step<String> receive(Turn turn) {
            return then(this::take, Step.receive(new Port.Inbox(index)));
        }

        private Step<String> take(Turn turn) {
            number = turn.message().asLong();
            received++;
            return index == 0 && received == laps ? end(turn) : pass();
        }

        private Step<String> pass() {
            return then(
                    received == laps ? this::end : this::receive,
                    Step.send(new Port.Inbox((index + 1) % size), Message.of(number + 1)));
        }

        private Step<String> end(Turn turn) {
            return Step.done(Long.toString(number));
        }
    }

    /** Sends numbered messages as fast as it can, and says whether the receiver was awake when the last was sent. */
    private static final class SendingTask implements Task<String> {

        private static final long serialVersionUID = 1;

        private final MarkerFiles markers;
        private final int index;
        private int sent;

        SendingTask(MarkerFiles markers, int index) {
            this.markers = markers;
            this.index = index;
        }

        @Override
        public Step<String> advance(Turn turn) throws IOException {
            if (sent == MESSAGES_EACH) {
                return Step.done(markers.marked(ReceivingTask.AWAKE) ? HELD_BACK : "not held back");
            }
            long number = (long) index * MESSAGES_EACH + sent;
            sent++;
            if (sent % MESSAGES_PER_BEAT == 0) {
                markers.beat();
            }
            return Step.send(new Port.Inbox(SENDERS), Message.of(number));
        }
    }

    /**
     * Sleeps until it has looked many times in a row and seen no progress, then receives what the senders have for it, and
     * fails if a message is not the next of its sender.
     */
    private static final class ReceivingTask extends StepMachine<String> {

        static final String AWAKE = "receiver-awake";
        private static final int LOOKS = 50;

        private static final long serialVersionUID = 1;

        private final MarkerFiles markers;
        private final int[] due = new int[SENDERS];
        private int looks;
        private long beats;

        ReceivingTask(MarkerFiles markers) {
            this.markers = markers;
        }

        @Override
        protected Step<String> begin(Turn turn) throws IOException {
            if (seesProgress()) {
                return Step.sleep(Duration.ofMillis(5));
            }
            markers.mark(AWAKE);
            return then(this::take, receive());
        }

        private Step<String> take(Turn turn) {
            check(turn.message().asLong());
            boolean all = IntStream.of(due).allMatch(next -> next == MESSAGES_EACH);
            return all ? Step.done(ALL_RECEIVED) : receive();
        }

        private static Step<String> receive() {
            return Step.receive(new Port.Inbox(SENDERS));
        }

        private boolean seesProgress() {
            long now = markers.beats();
            looks = now == beats ? looks + 1 : 0;
            beats = now;
            return looks < LOOKS;
        }

        private void check(long number) {
            int sender = Math.toIntExact(number / MESSAGES_EACH);
            long place = number % MESSAGES_EACH;
            if (place != due[sender]) {
                throw new IllegalStateException(
                        "sender " + sender + " sent message " + due[sender] + ", but message " + place + " arrived");
            }
            due[sender]++;
        }
    }
}
