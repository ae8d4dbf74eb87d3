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
import java.util.function.UnaryOperator;
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

    private static final long LIMIT = 2 * 300_000_000 / 20;

    private static final Port.Udp PORT = new Port.Udp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9));

    private final Datagrams datagrams = new Datagrams();

    private Round<Activity> round() {
        return datagrams.prepare(TestRun.parameters(datagrams, Map.of("duration", "300ms", "background", "1")));
    }

    @Test
    void whatIsSentArrivesOrIsLost() throws Exception {
        try (Round<Activity> round = round()) {
            Outcome<Activity> outcome = TestRun.onThreads(round, 1000);
            Map<String, Metric> metrics = round.verify(outcome);
            long counted = outcome.results().getFirst().count();
            assertThat(metrics).containsOnlyKeys("operations_per_second", "received", "lost");
            assertThat(metrics).containsEntry("operations_per_second", new Metric(counted / 0.3, "1/s"));
            assertThat(TestRun.value(metrics, "received")).isPositive();
            assertThat(TestRun.value(metrics, "received") + TestRun.value(metrics, "lost"))
                    .isEqualTo((double) counted + 1);
        }
    }

    @Test
    void aCountThatCannotBeIsRefused() throws Exception {
        refused(0, sender -> new Activity(-1, sender.state(), 0, 0), "sent 0, but number");
        refused(0, sender -> new Activity(sender.count() + 1, sender.state(), 0, 0), "did not run 50 ticks for each");
        refused(0, sender -> new Activity(sender.count(), Activity.UNTOLD, 0, 0), "did not run 50 ticks for each");
        refused(1, spin -> new Activity(-1, spin.state(), 0, 0), "task 1");
        refused(1, spin -> new Activity(LIMIT + 1, spin.state(), 0, 0), "task 1");
        refused(1, spin -> new Activity(spin.count() - 1, spin.state(), 0, 0), "task 1 of datagrams did not run");
    }

    @Test
    void tasksThatDoNotComputeAreRefused() throws Exception {
        refused(1, spin -> new Activity(0, Activity.UNTOLD, spin.begun(), spin.ended()), "none of the tasks");
        refused(
                1,
                spin -> new Activity(spin.count(), Activity.UNTOLD, spin.begun(), spin.begun()),
                "which no processor does");
    }

    private void refused(int task, UnaryOperator<Activity> wrong, String message) throws Exception {
        try (Round<Activity> round = round()) {
            Outcome<Activity> outcome = TestRun.onThreads(round, 1000);
            Activity result = wrong.apply(outcome.results().get(task));
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
        refused(send -> Step.done(new Activity(0, Activity.UNTOLD, 0, 0)), "sent 1, and none arrived");
    }

    /** Puts another step in place of each datagram. */
    private void refused(Function<Step.Send<Activity>, Step<Activity>> instead, String message) throws Exception {
        try (Round<Activity> round = round()) {
            List<Task<Activity>> tasks = new ArrayList<>(round.job().tasks());
            Task<Activity> sender = tasks.getFirst();
            tasks.set(0, turn -> {
                Step<Activity> step = sender.advance(turn);
                boolean datagram = step instanceof Step.Send<Activity> send && send.port() instanceof Port.Udp;
                return datagram ? instead.apply((Step.Send<Activity>) step) : step;
            });
            Outcome<Activity> outcome = TestRun.onThreads(Job.of(tasks), 1000);
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
        TaskRun<Activity> run = started(Duration.ofNanos(1), 0);
        assertThat(run.resume(1)).isEqualTo(Step.send(PORT, Message.of(0)));
        Thread.sleep(1);
        assertThat(run.resume(1)).isInstanceOfSatisfying(Step.Done.class, done -> {
            Activity sender = (Activity) done.result();
            assertThat(sender.count()).isZero();
            assertThat(sender.ended() - sender.begun()).isPositive();
        });
    }

    @Test
    void theTicksBeforeADatagramTakeAsManyTurnsAsTheyNeed() throws Exception {
        TaskRun<Activity> run = started(Duration.ofMinutes(1), 5);
        for (int datagram = 0; datagram < 3; datagram++) {
            assertThat(run.resume(2)).isEqualTo(Step.ready());
            assertThat(run.resume(2)).isEqualTo(Step.ready());
            assertThat(run.resume(2)).isEqualTo(Step.send(PORT, Message.of(datagram)));
        }
        assertThat(run.resume(5)).isEqualTo(Step.send(PORT, Message.of(3)));
    }

    /** A sender that has told its background task to begin. */
    private static TaskRun<Activity> started(Duration duration, long ticks) throws Exception {
        DatagramTask task = new DatagramTask(PORT, duration, ticks, 1);
        TaskRun<Activity> run =
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
        Parameters kept = datagrams.warmUp(TestRun.parameters(datagrams, Map.of("duration", "150ms")));
        assertThat(kept.get(Datagrams.DURATION)).isEqualTo(Duration.ofMillis(150));
    }
}
