package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.interleave.threads.LockTrace.Kind;
import org.junit.jupiter.api.Test;

/** Events become spans and marks. */
class LockSpansTest {

    private static List<String> read(TaskEvents task, long begin, long end) {
        List<String> read = new ArrayList<>();
        LockSpans.visit(task, begin, end, new LockSpans.Visitor() {
            @Override
            public void begins(LockState state, long from, OptionalInt processor) {
                read.add("begins " + state + " " + from + on(processor));
            }

            @Override
            public void span(LockState state, long from, long to, OptionalInt processor) {
                read.add(state + " " + from + "-" + to + on(processor));
            }

            @Override
            public void mark(Kind kind, long at, OptionalInt processor) {
                read.add(kind + " " + at + on(processor));
            }
        });
        return read;
    }

    private static String on(OptionalInt processor) {
        return processor.isPresent() ? " on " + processor.getAsInt() : "";
    }

    private static List<String> spans(TaskEvents task, long begin, long end) {
        return read(task, begin, end).stream()
                .filter(line -> !line.startsWith("begins"))
                .toList();
    }

    @Test
    void aLifeIsReadFromBeginningToEnd() {
        RecordedEvents task = RecordedEvents.of(0)
                .at(10, Kind.BEGUN)
                .at(11, Kind.WAITING)
                .at(30, Kind.DROP_REQUEST)
                .at(40, Kind.FAILED_WAKEUP)
                .at(50, Kind.ACQUIRED)
                .at(80, Kind.LEFT)
                .at(90, Kind.REENTERED)
                .at(91, Kind.ACQUIRED)
                .at(95, Kind.ENDED);

        assertThat(spans(task, 0, 200))
                .containsExactly(
                        "TAKING 10-11",
                        "DROP_REQUEST 30",
                        "FAILED_WAKEUP 40",
                        "WAITING 11-50",
                        "HOLDING 50-80",
                        "ELSEWHERE 80-90",
                        "TAKING 90-91",
                        "HOLDING 91-95");
    }

    @Test
    void everySpanIsAnnouncedBeforeItsMarks() {
        RecordedEvents task = RecordedEvents.of(0)
                .at(0, Kind.ACQUIRED)
                .at(5, Kind.FORCED)
                .at(6, Kind.WAITING)
                .at(9, Kind.ACQUIRED)
                .at(9, Kind.ENDED);

        assertThat(read(task, 0, 9))
                .containsExactly(
                        "begins HOLDING 0",
                        "HOLDING 0-5",
                        "begins WAITING 5",
                        "FORCED 5",
                        "WAITING 5-9",
                        "begins HOLDING 9",
                        "HOLDING 9-9");
    }

    @Test
    void droppingOnRequestAndFindingTheLockTakenIsOneWait() {
        RecordedEvents task = RecordedEvents.of(0)
                .at(0, Kind.ACQUIRED)
                .at(5, Kind.FORCED)
                .at(6, Kind.WAITING)
                .at(20, Kind.ACQUIRED)
                .at(25, Kind.ENDED);

        assertThat(spans(task, 0, 25)).containsExactly("HOLDING 0-5", "FORCED 5", "WAITING 5-20", "HOLDING 20-25");
    }

    @Test
    void droppingOfOnesOwnAccordIsNotYetWaiting() {
        RecordedEvents task = RecordedEvents.of(0)
                .at(0, Kind.ACQUIRED)
                .at(5, Kind.DROPPED)
                .at(6, Kind.ACQUIRED)
                .at(8, Kind.DROPPED)
                .at(9, Kind.WAITING)
                .at(12, Kind.ACQUIRED)
                .at(15, Kind.ENDED);

        assertThat(spans(task, 0, 15))
                .containsExactly(
                        "HOLDING 0-5", "TAKING 5-6", "HOLDING 6-8", "TAKING 8-9", "WAITING 9-12", "HOLDING 12-15");
    }

    @Test
    void afterTheLastEventOfTruncatedLaneNothingIsKnown() {
        RecordedEvents task = RecordedEvents.truncated(0, 7)
                .at(0, Kind.BEGUN)
                .at(1, Kind.ACQUIRED)
                .at(5, Kind.FORCED)
                .at(9, Kind.DROP_REQUEST);

        assertThat(spans(task, 0, 100))
                .containsExactly(
                        "TAKING 0-1", "HOLDING 1-5", "FORCED 5", "WAITING 5-9", "DROP_REQUEST 9", "UNKNOWN 9-100");
    }

    @Test
    void aStretchCutsSpansAndLeavesOutMarksBeyondIt() {
        RecordedEvents task = RecordedEvents.of(0)
                .at(0, Kind.ACQUIRED)
                .at(10, Kind.FORCED)
                .at(20, Kind.FAILED_WAKEUP)
                .at(30, Kind.FAILED_WAKEUP)
                .at(40, Kind.ACQUIRED)
                .at(50, Kind.ENDED);

        assertThat(spans(task, 25, 45)).containsExactly("FAILED_WAKEUP 30", "WAITING 25-40", "HOLDING 40-45");
        assertThat(spans(task, 60, 70)).isEmpty();
    }

    @Test
    void everySpanAndMarkSaysOnWhichProcessorItBegan() {
        RecordedEvents task = RecordedEvents.of(0)
                .at(0, Kind.BEGUN)
                .on(2)
                .at(1, Kind.ACQUIRED)
                .on(3)
                .at(5, Kind.FORCED)
                .on(4)
                .at(8, Kind.FAILED_WAKEUP)
                .at(9, Kind.ACQUIRED)
                .at(12, Kind.ENDED);

        assertThat(read(task, 0, 12))
                .containsExactly(
                        "begins TAKING 0",
                        "TAKING 0-1",
                        "begins HOLDING 1 on 2",
                        "HOLDING 1-5 on 2",
                        "begins WAITING 5 on 3",
                        "FORCED 5 on 3",
                        "FAILED_WAKEUP 8 on 4",
                        "WAITING 5-9 on 3",
                        "begins HOLDING 9 on 4",
                        "HOLDING 9-12 on 4");
        assertThat(spans(task, 2, 3)).containsExactly("HOLDING 2-3 on 2");
    }
}
