package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.interleave.threads.LockTrace.Kind;
import org.junit.jupiter.api.Test;

/** On which processors the lock was held. */
class ProcessorTimesTest {

    @Test
    void aHoldCountsWhereTheLockWasTaken() {
        ProcessorTimes times = ProcessorTimes.of(TraceFixture.twoProcessors());

        assertThat(times.nanos()).containsExactly(Map.entry(0, 50_000_000L), Map.entry(1, 30_000_000L));
        assertThat(times.unknown()).isZero();
        assertThat(times.text()).isEqualTo("CPU 0 62.5 %, CPU 1 37.5 % of the time that the lock was held");
    }

    @Test
    void whatIsNotKnownIsNotMadeUp() {
        ProcessorTimes times = ProcessorTimes.of(TraceFixture.unknownProcessor());

        assertThat(times.nanos()).isEmpty();
        assertThat(times.unknown()).isEqualTo(89_000_000);
        assertThat(times.text()).startsWith("not known: ");
    }

    @Test
    void nothingIsKnownOfTheTimeAfterTheLastRecordedEvent() {
        RecordedEvents truncated =
                RecordedEvents.truncated(0, 9).on(1).at(0, Kind.BEGUN).at(5, Kind.ACQUIRED);
        RecordedEvents other = RecordedEvents.of(1).on(0).at(0, Kind.BEGUN).at(99, Kind.ENDED);

        ProcessorTimes times = ProcessorTimes.of(Timeline.of(List.of(truncated, other)));

        assertThat(times.nanos()).isEmpty();
        assertThat(times.text()).isEmpty();
    }

    @Test
    void theLongestComeFirstAndTheRestIsCounted() {
        Map<Integer, Long> nanos = new TreeMap<>();
        for (int processor = 0; processor < 10; processor++) {
            nanos.put(processor, 1L + processor);
        }

        assertThat(new ProcessorTimes(new TreeMap<>(nanos), 45).text())
                .startsWith("CPU 9 10.0 %, CPU 8 9.0 %, ")
                .endsWith("CPU 2 3.0 % and 2 more, not known 45.0 % of the time that the lock was held");
    }
}
