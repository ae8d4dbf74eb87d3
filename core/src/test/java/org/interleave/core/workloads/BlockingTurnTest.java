package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.interleave.core.Completion;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.WrongResultException;
import org.interleave.core.workloads.BlockingTurn.Ended;
import org.interleave.core.workloads.BlockingTurn.TurnsTaken;
import org.interleave.core.workloads.BlockingTurn.WaitedLong;
import org.junit.jupiter.api.Test;

class BlockingTurnTest {

    private static final long MILLISECOND = 1_000_000;

    private final BlockingTurn workload = new BlockingTurn();

    private Round<Ended> round(String how, String length, String every) {
        return workload.prepare(TestRun.parameters(workload, Map.of("how", how, "length", length, "every", every)));
    }

    private static Ended turns(long... millis) {
        return new TurnsTaken(
                0, Arrays.stream(millis).map(time -> time * MILLISECOND).boxed().toList());
    }

    private static Ended waited(long from, long to) {
        return new WaitedLong(from * MILLISECOND, to * MILLISECOND);
    }

    private static Outcome<Ended> outcome(String otherWorker, Ended other, Ended hog) {
        return new Outcome<>(
                List.of(new Completion.Succeeded<>(0, otherWorker, other), new Completion.Succeeded<>(1, "w", hog)),
                List.of(),
                true,
                Map.of());
    }

    @Test
    void onThreadsOthersRunMeanwhile() throws Exception {
        for (String how : List.of("blocks", "awaits")) {
            Round<Ended> round = round(how, "200ms", "2ms");
            Map<String, Metric> metrics = round.verify(TestRun.onThreads(round, 100));
            assertThat(metrics).containsOnlyKeys("turns_meanwhile", "longest_gap");
            assertThat(TestRun.value(metrics, "turns_meanwhile")).isBetween(1.0, 100.0);
        }
    }

    @Test
    void turnsWithinTheLongWaitAreCounted() {
        Round<Ended> round = round("blocks", "20ms", "10ms");
        assertThat(round.verify(outcome("w", turns(10, 20, 41, 51, 61), waited(20, 40))))
                .containsEntry("turns_meanwhile", Metric.count(0))
                .containsEntry("longest_gap", new Metric(0.021, "s"));
        assertThat(round.verify(outcome("v", turns(10, 20, 30, 40, 50), waited(21, 41))))
                .containsEntry("turns_meanwhile", Metric.count(2))
                .containsEntry("longest_gap", new Metric(0.010, "s"));
    }

    @Test
    void whatIsNotAsItShouldBeIsRefused() {
        Round<Ended> round = round("blocks", "20ms", "10ms");
        Ended turns = turns(10, 20, 41, 51, 61);
        Ended waited = waited(20, 40);
        refused(round, outcome("w", turns(10, 20, 29, 51, 61), waited), "slept for 9000000 ns");
        refused(round, outcome("w", turns(9, 20, 41, 51, 61), waited), "slept for 9000000 ns");
        refused(round, outcome("w", turns(10, 20, 41, 51), waited), "should have taken 5 turns");
        refused(round, outcome("w", turns, waited(20, 39)), "task 1 of blocking-turn");
        refused(round, outcome("w", turns, turns), "task 1 of blocking-turn");
        refused(round, outcome("w", turns, waited(62, 82)), "one after the other");
        round.verify(outcome("v", turns, waited(62, 82)));
    }

    private static void refused(Round<Ended> round, Outcome<Ended> outcome, String message) {
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining(message);
    }
}
