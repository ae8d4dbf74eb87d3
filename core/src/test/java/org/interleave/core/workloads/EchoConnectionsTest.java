package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.interleave.core.Demand;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.WrongResultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EchoConnectionsTest {

    private final Echo echo = new Echo();

    private Parameters parameters(String transport, String connections, String background) {
        return TestRun.parameters(
                echo,
                Map.of(
                        "transport", transport,
                        "connections", connections,
                        "background", background,
                        "rate", "1k",
                        "duration", "200ms"));
    }

    @ParameterizedTest
    @CsvSource({"tcp, 1, 0", "tcp, 50, 1", "udp, 50, 1", "udp, 3, 0"})
    void everyServerAnswersOnItsSocket(String transport, String connections, String background) throws Exception {
        Parameters parameters = parameters(transport, connections, background);
        try (Round<Activity> round = echo.prepare(parameters)) {
            Outcome<Activity> outcome = TestRun.onThreads(round, 1000);
            Map<String, Metric> metrics = round.verify(outcome);
            assertThat(metrics).containsOnlyKeys("requests", "replies", "lost");
            assertThat(metrics).containsEntry("requests", Metric.count(200));
            double replies = TestRun.value(metrics, "replies");
            Map<String, Histogram> latencies = round.latencies(outcome);
            assertThat(Objects.requireNonNull(latencies.get("latency")).getTotalCount())
                    .isEqualTo((long) replies);
            assertThat(Objects.requireNonNull(latencies.get("lateness")).getTotalCount())
                    .isEqualTo(200);
            if (transport.equals("tcp")) {
                assertThat(replies).isEqualTo(200);
            }
            long servers = Long.parseLong(connections);
            long first = outcome.results().getFirst().count();
            assertThat(first).as("its share of the requests").isBetween(1L, 200 / servers + 1);
        }
    }

    @Test
    void theTasksThatComputeStandBetweenTheServers() {
        try (Round<Activity> round = echo.prepare(parameters("udp", "3", "2"))) {
            List<? extends Task<Activity>> tasks = round.job().tasks();
            for (int task = 0; task < tasks.size(); task++) {
                assertThat(round.role(task)).contains(tasks.get(task) instanceof EchoTask ? "server" : "background");
            }
            assertThat(tasks).hasSize(5);
        }
    }

    @Test
    void resultsThatCannotBeAreRefused() throws Exception {
        try (Round<Activity> round = echo.prepare(parameters("tcp", "4", "0"))) {
            Outcome<Activity> outcome = TestRun.onThreads(round, 1000);
            round.verify(outcome);
            Outcome<Activity> fewer = TestRun.withResult(outcome, 3, new Activity(0, Activity.UNTOLD, 0, 1));
            assertThatThrownBy(() -> round.verify(fewer))
                    .isInstanceOf(WrongResultException.class)
                    .hasMessageContaining("counted 150 replies, of which 200 arrived, to 200 requests");
            Outcome<Activity> more = TestRun.withResult(outcome, 3, new Activity(51, Activity.UNTOLD, 0, 1));
            assertThatThrownBy(() -> round.verify(more)).isInstanceOf(WrongResultException.class);
        }
    }

    @Test
    void aServerThatAnswersSomethingElseIsRefused() throws Exception {
        try (Round<Activity> round = echo.prepare(parameters("tcp", "2", "0"))) {
            List<Task<Activity>> tasks = new ArrayList<>(round.job().tasks());
            Task<Activity> honest = tasks.get(1);
            tasks.set(1, turn -> {
                Step<Activity> step = honest.advance(turn);
                return step instanceof Step.Send<Activity> send
                                && send.message().size() > Long.BYTES
                        ? Step.send(send.port(), Message.copyOf(new byte[9]))
                        : step;
            });
            Outcome<Activity> outcome = TestRun.onThreads(Job.of(tasks), 1000);
            assertThatThrownBy(() -> round.verify(outcome))
                    .isInstanceOf(WrongResultException.class)
                    .hasMessageContaining("a server of echo sent 9 bytes that repeat no request");
        }
    }

    @Test
    void itIsToldHowManySocketsThereAre() {
        assertThat(echo.demand(parameters("udp", "10k", "1"))).isEqualTo(new Demand(10_001, 10_000));
    }
}
