package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.WrongResultException;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.TaskRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DatagramsTest {

    private static final long LIMIT = 2 * 20_000_000 / 20;

    private static final Port.Udp PORT = new Port.Udp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9));

    private final Datagrams datagrams = new Datagrams();

    private Round<Long> round() {
        return datagrams.prepare(TestRun.parameters(datagrams, Map.of("duration", "20ms", "background", "1")));
    }

    @Test
    void whatIsSentArrivesOrIsLost() throws Exception {
        try (Round<Long> round = round()) {
            Outcome<Long> outcome = TestRun.onThreads(round, 1000);
            Map<String, Metric> metrics = round.verify(outcome);
            long counted = outcome.results().getFirst();
            assertThat(metrics).containsOnlyKeys("operations_per_second", "received", "lost");
            assertThat(metrics).containsEntry("operations_per_second", new Metric(counted / 0.02, "1/s"));
            assertThat(TestRun.value(metrics, "received")).isPositive();
            assertThat(TestRun.value(metrics, "received") + TestRun.value(metrics, "lost"))
                    .isEqualTo((double) counted + 1);
        }
    }

    @Test
    void aCountThatCannotBeIsRefused() throws Exception {
        refused(0, -1, "sent 0, but number");
        refused(1, -1, "task 1");
        refused(1, LIMIT + 1, "task 1");
    }

    private void refused(int task, long result, String message) throws Exception {
        try (Round<Long> round = round()) {
            Outcome<Long> outcome = TestRun.onThreads(round, 1000);
            assertThatThrownBy(() -> round.verify(TestRun.withResult(outcome, task, result)))
                    .isInstanceOf(WrongResultException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void aSenderThatSendsWrongIsRefused() throws Exception {
        refused(send -> Step.send(send.port(), Message.of(-1)), "of 8 bytes where one numbered above -1 was next");
        refused(
                send -> Step.send(send.port(), Message.copyOf(new byte[9])),
                "of 9 bytes where one numbered above -1 was next");
        refused(send -> Step.done(0L), "sent 1, and none arrived");
    }

    /** Puts another step in place of each datagram. */
    private void refused(Function<Step.Send<Long>, Step<Long>> instead, String message) throws Exception {
        try (Round<Long> round = round()) {
            List<Task<Long>> tasks = new ArrayList<>(round.job().tasks());
            Task<Long> sender = tasks.getFirst();
            tasks.set(0, turn -> {
                Step<Long> step = sender.advance(turn);
                boolean datagram = step instanceof Step.Send<Long> send && send.port() instanceof Port.Udp;
                return datagram ? instead.apply((Step.Send<Long>) step) : step;
            });
            Outcome<Long> outcome = TestRun.onThreads(Job.of(tasks), 1000);
            assertThatThrownBy(() -> round.verify(outcome))
                    .isInstanceOf(WrongResultException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void aDatagramThatComesAgainIsTold() throws Exception {
        try (DatagramSink sink = DatagramSink.start();
                DatagramChannel sender = Loopback.open()) {
            for (long number : new long[] {0, 3, 3, 5}) {
                sender.send(Message.of(number).buffer(), sink.address());
            }
            assertThat(sink.finish())
                    .isEqualTo(new DatagramSink.Report(
                            3, 5, Optional.of("sent a datagram of 8 bytes where one numbered above 3 was next")));
        }
    }

    @Test
    void whatEndsTooLateDoesNotCount() throws Exception {
        TaskRun<Long> run = started(Duration.ofNanos(1), 0);
        assertThat(run.resume(1)).isEqualTo(Step.send(PORT, Message.of(0)));
        Thread.sleep(1);
        assertThat(run.resume(1)).isEqualTo(Step.done(0L));
    }

    @Test
    void theTicksBeforeADatagramTakeAsManyTurnsAsTheyNeed() throws Exception {
        TaskRun<Long> run = started(Duration.ofMinutes(1), 5);
        for (int datagram = 0; datagram < 3; datagram++) {
            assertThat(run.resume(2)).isEqualTo(Step.ready());
            assertThat(run.resume(2)).isEqualTo(Step.ready());
            assertThat(run.resume(2)).isEqualTo(Step.send(PORT, Message.of(datagram)));
        }
        assertThat(run.resume(5)).isEqualTo(Step.send(PORT, Message.of(3)));
    }

    /** A sender that has told its background task to begin. */
    private static TaskRun<Long> started(Duration duration, long ticks) throws Exception {
        DatagramTask task = new DatagramTask(PORT, duration, ticks, 1);
        TaskRun<Long> run =
                new Run<>(Job.of(List.of(task)), Cells.UNPROTECTED).tasks().getFirst();
        assertThat(run.resume(1)).isEqualTo(Step.send(new Port.Inbox(1), Message.EMPTY));
        return run;
    }

    @Test
    void aRoundThatNeverRanLeavesNothingBehind() {
        round().close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain(DatagramSink.THREAD_NAME);
    }

    @Test
    void warmingUpIsShort() {
        Parameters warm = datagrams.warmUp(TestRun.parameters(datagrams, Map.of("duration", "5s")));
        assertThat(warm.get(Datagrams.DURATION)).isEqualTo(Duration.ofMillis(800));
        Parameters kept = datagrams.warmUp(TestRun.parameters(datagrams, Map.of("duration", "50ms")));
        assertThat(kept.get(Datagrams.DURATION)).isEqualTo(Duration.ofMillis(50));
    }
}
