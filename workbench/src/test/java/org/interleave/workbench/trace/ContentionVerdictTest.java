package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.interleave.threads.LockTrace.Kind;
import org.junit.jupiter.api.Test;

/** The sentence says what the numbers say. */
class ContentionVerdictTest {

    private static String verdict(Timeline timeline, List<String> roles) {
        return TraceFixture.report("echo", timeline, roles).verdict();
    }

    @Test
    void itTellsOfTheOneThatWaitedTheMostAndForWhom() {
        assertThat(verdict(TraceFixture.conversation(), List.of("server", "background")))
                .isEqualTo("server waited 53.0 % of the run for the lock, of which 94.3 % for background;"
                        + " it asked twice and got the lock after 11.0 ms (median of 2 waits, the longest 42.0 ms).");
    }

    @Test
    void handingOverIsToldWhereItMatters() {
        Timeline timeline = Timeline.of(List.of(
                RecordedEvents.of(0).at(0, Kind.BEGUN).at(0, Kind.ACQUIRED).at(400, Kind.ENDED),
                RecordedEvents.of(1)
                        .at(0, Kind.BEGUN)
                        .at(0, Kind.WAITING)
                        .at(200, Kind.FAILED_WAKEUP)
                        .at(1_000, Kind.ACQUIRED)
                        .at(2_000, Kind.ENDED)));

        assertThat(verdict(timeline, List.of()))
                .isEqualTo("task 1 waited 50.0 % of the run for the lock, of which 60.0 % while it was free and being"
                        + " handed over, 40.0 % for task 0; it woke in vain once and got the lock after 1.00 µs.");
    }

    @Test
    void manyAreToldOfOnAverage() {
        assertThat(verdict(TraceFixture.queue(40), Collections.nCopies(40, "sleeper")))
                .startsWith("40 × sleeper waited 48.8 % of the run each, on average, for the lock,"
                        + " of which 100.0 % for each other; they got the lock after ");
    }

    @Test
    void ifNobodyWaitedItSaysHowMuchTheLockWasHeld() {
        assertThat(verdict(TraceFixture.unknownProcessor(), List.of()))
                .isEqualTo("No task waited for the lock, which was held 89.0 % of the run.");
    }

    @Test
    void aRunWithoutTimeHasNoVerdict() {
        assertThat(verdict(Timeline.of(List.of()), List.of())).isEqualTo("Nothing was recorded that took any time.");
    }

    @Test
    void ofTraceThatWasFullItSaysSo() {
        Timeline timeline = Timeline.of(List.of(RecordedEvents.truncated(0, 5)
                .at(0, Kind.BEGUN)
                .at(0, Kind.ACQUIRED)
                .at(10, Kind.DROPPED)));

        assertThat(verdict(timeline, List.of())).startsWith("As far as it was recorded: No task waited");
    }
}
