package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.processes.wire.FrameCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MessagesTest {

    private static Execution open(long workers) {
        Processes strategy = new Processes();
        return strategy.open(Parameters.defaults(strategy.options()).with(Processes.WORKERS, workers));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void keepTheirOrder(long workers) throws InterruptedException {
        long count = 100_000;
        try (Execution execution = open(workers)) {
            List<Task<Long>> senderFirst = List.of(new Tasks.Sender(1, count), new Tasks.Receiver(1, count));
            assertThat(execution.run(Job.of(senderFirst)).results()).containsExactly(count, count);
            List<Task<Long>> receiverFirst = List.of(new Tasks.Receiver(0, count), new Tasks.Sender(0, count));
            assertThat(execution.run(Job.of(receiverFirst)).results()).containsExactly(count, count);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void goRoundARingOfMoreTasksThanWorkers(long workers) throws InterruptedException {
        int size = 8;
        List<Tasks.RingMember> ring = IntStream.range(0, size)
                .mapToObj(index -> new Tasks.RingMember(index, size, 50))
                .toList();
        try (Execution execution = open(workers)) {
            assertThat(execution.run(Job.of(ring)).results()).hasSize(size).containsOnly(50);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void fillAnInboxBeforeAnyIsTaken(long workers) throws InterruptedException {
        long each = Port.INBOX_CAPACITY;
        List<Tasks.FillsThenEmpties> pair =
                List.of(new Tasks.FillsThenEmpties(0, 1, each, 20), new Tasks.FillsThenEmpties(1, 0, each, 20));
        try (Execution execution = open(workers)) {
            assertThat(execution.run(Job.of(pair)).results()).containsOnly(2 * each * 20);
        }
    }

    @Test
    void toATaskThatHasEndedAreDropped() throws InterruptedException {
        List<Task<Long>> tasks = List.of(new Tasks.Sender(1, 20_000), new Tasks.Receiver(1, 1));
        try (Execution execution = open(2)) {
            assertThat(execution.run(Job.of(tasks)).results()).containsExactly(20_000L, 1L);
        }
    }

    @Test
    void toATaskThatIsLostAreDropped() throws InterruptedException {
        Task<Long> dies = turn -> {
            Runtime.getRuntime().halt(7);
            return Step.ready();
        };
        List<Task<Long>> tasks = List.of(new Tasks.Sender(1, 20_000), dies);
        try (Execution execution = open(2)) {
            List<Completion<Long>> completions = execution.run(Job.of(tasks)).completions();
            assertThat(completions.get(0)).isInstanceOf(Completion.Succeeded.class);
            assertThat(completions.get(1)).isInstanceOf(Completion.Failed.class);
        }
    }

    @Test
    void ofAnySizeGoThrough() throws InterruptedException {
        int size = 5_000_000;
        Task<Long> sender = new SendsOne(size);
        Task<Long> receiver = turn -> {
            try {
                return Step.done((long) turn.message().size());
            } catch (IllegalStateException nothingYet) {
                return Step.receive(new Port.Inbox(1));
            }
        };
        try (Execution execution = open(2)) {
            assertThat(execution.run(Job.of(List.of(sender, receiver))).results())
                    .containsExactly(0L, (long) size);
        }
    }

    private static final class SendsOne implements Task<Long> {

        private static final long serialVersionUID = 1;

        private final int size;
        private boolean sent;

        SendsOne(int size) {
            this.size = size;
        }

        @Override
        public Step<Long> advance(Turn turn) {
            if (sent) {
                return Step.done(0L);
            }
            sent = true;
            return Step.send(new Port.Inbox(1), Message.copyOf(new byte[size]));
        }
    }

    @Test
    void tooLargeOrToNobodyFailTheirSenderOnly() throws InterruptedException {
        List<Task<Long>> tasks =
                List.of(new SendsOne(FrameCodec.MAX_PAYLOAD + 1), new Tasks.Sender(5, 1), new Tasks.Sender(2, 0));
        try (Execution execution = open(2)) {
            List<Completion<Long>> completions = execution.run(Job.of(tasks)).completions();
            assertThat(((Completion.Failed<Long>) completions.get(0)).failure().summary())
                    .contains("PayloadException")
                    .contains("larger than the " + FrameCodec.MAX_PAYLOAD);
            assertThat(((Completion.Failed<Long>) completions.get(1)).failure().type())
                    .contains("IndexOutOfBounds");
            assertThat(completions.get(2)).isInstanceOf(Completion.Succeeded.class);
        }
    }
}
