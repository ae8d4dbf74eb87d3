package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.WrongResultException;
import org.interleave.core.workloads.TimeSpent.Totals;
import org.junit.jupiter.api.Test;

class TimeSpentTest {

    private final TimeSpent timeSpent = new TimeSpent();

    private Round<Totals> round(Map<String, String> given) {
        return timeSpent.prepare(TestRun.parameters(timeSpent, given));
    }

    private static long[] totals(Totals result) {
        return IntStream.range(0, result.users()).mapToLong(result::total).toArray();
    }

    @Test
    void dataAreFourBytesASession() throws Exception {
        Round<Totals> round = round(Map.of("users", "11", "sessions", "3", "chunks", "4"));
        Outcome<Totals> outcome = TestRun.onThreads(round.job(), 100);
        assertThat(round.verify(outcome)).containsExactly(Map.entry("data", new Metric(4 * 11 * 3, "bytes")));
        assertThat(outcome.results()).extracting(Totals::users).containsExactly(3, 3, 3, 2);
    }

    @Test
    void theSeedMakesTheData() throws Exception {
        long[] one = allTotals("1");
        assertThat(allTotals("1")).isEqualTo(one);
        assertThat(allTotals("2")).isNotEqualTo(one);
    }

    private long[] allTotals(String seed) throws Exception {
        Round<Totals> round = round(Map.of("users", "11", "sessions", "3", "chunks", "4", "seed", seed));
        return TestRun.onThreads(round.job(), 100).results().stream()
                .flatMapToLong(result -> LongStream.of(totals(result)))
                .toArray();
    }

    @Test
    void aWrongResultIsRefused() throws Exception {
        Round<Totals> round = round(Map.of("users", "10", "sessions", "3", "chunks", "2"));
        Outcome<Totals> outcome = TestRun.onThreads(round.job(), 100);
        Totals right = outcome.results().get(1);
        long[] wrong = totals(right);
        wrong[4]++;
        refused(round, TestRun.withResult(outcome, 1, new Totals(wrong, right.state())), "user 4 in chunk 1");
        refused(round, TestRun.withResult(outcome, 1, new Totals(totals(right), 1)), "a tick for each");
        refused(round, TestRun.withResult(outcome, 1, new Totals(new long[4], right.state())), "has 4 users");
    }

    private static void refused(Round<Totals> round, Outcome<Totals> outcome, String message) {
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining(message);
    }

    @Test
    void totalsDoNotShareTheArrayTheyAreMadeOf() {
        long[] array = {1, 2};
        Totals totals = new Totals(array, 0);
        array[0] = 9;
        assertThat(totals.total(0)).isEqualTo(1);
    }

    @Test
    void valuesThatDoNotGoTogetherAreNamed() {
        assertThatThrownBy(() -> round(Map.of("users", "3", "chunks", "4")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("chunks=4");
        assertThatThrownBy(() -> round(Map.of("users", "1M", "sessions", "501")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("500000000 sessions");
    }
}
