package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.interleave.workbench.plan.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much is left is told from the start, and gets better with what is known. */
class ScheduleTest {

    private static final Configuration SPEC =
            new Configuration("countdown", Map.of("count", "5M"), "threads", Map.of(), List.of(0, 1));

    private static final Duration EXPECTED = Duration.ofSeconds(2);

    private final Schedule schedule = Schedule.of(SPEC, 6, EXPECTED);

    @Test
    void beforeTheFirstForkEndsItIsWhatIsExpected() {
        assertThat(schedule.done()).isZero();
        assertThat(schedule.total()).isEqualTo(6);
        assertThat(schedule.timeLeft()).isEqualTo(EXPECTED.multipliedBy(6));
    }

    @Test
    void afterwardsItIsWhatForksTook() {
        schedule.end(SPEC, 4_000);
        assertThat(schedule.timeLeft()).isEqualTo(Duration.ofSeconds(4).multipliedBy(5));
        schedule.end(SPEC, 2_000);
        assertThat(schedule.timeLeft()).isEqualTo(Duration.ofSeconds(3).multipliedBy(4));
        assertThat(schedule.done()).isEqualTo(2);
        assertThat(schedule.total()).isEqualTo(6);
    }

    /** The sizes of a million waits suggest hours; the first fork shows that they take seconds. */
    @Test
    void oneForkTellsHowWrongTheGuessWas() {
        Configuration other =
                new Configuration("countdown", Map.of("count", "5M"), "sequential", Map.of(), List.of(0, 1));
        Schedule two = new Schedule(
                List.of(SPEC, other),
                configuration -> configuration.equals(SPEC) ? Duration.ofHours(10) : Duration.ofHours(40),
                1);
        two.end(SPEC, 10_000);
        assertThat(two.timeLeft()).isBetween(Duration.ofSeconds(39), Duration.ofSeconds(41));
    }

    @Test
    void whatIsSkippedOrAddedCounts() {
        schedule.skip(SPEC);
        assertThat(schedule.total()).isEqualTo(5);
        schedule.extend(SPEC);
        schedule.extend(SPEC);
        assertThat(schedule.total()).isEqualTo(7);
        assertThat(schedule.timeLeft()).isEqualTo(EXPECTED.multipliedBy(7));
    }

    @Test
    void nothingIsLeftAtTheEnd() {
        for (int fork = 0; fork < 6; fork++) {
            schedule.begin(SPEC);
            schedule.end(SPEC, 100);
        }
        assertThat(schedule.timeLeft()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "1400, 1 s", "119000, 119 s", "120000, 2 min", "5400000, 90 min", "11100000, 3 h 5 min"})
    void timesAreRounded(long millis, String text) {
        assertThat(Schedule.text(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
