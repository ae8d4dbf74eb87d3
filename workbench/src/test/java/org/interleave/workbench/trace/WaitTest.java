package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interleave.threads.LockTrace.Kind;
import org.interleave.workbench.trace.Wait.Holder;
import org.junit.jupiter.api.Test;

/** The longest waits, and who held the lock meanwhile. */
class WaitTest {

    private static final RecordedEvents FIRST = RecordedEvents.of(0)
            .on(3)
            .at(100, Kind.BEGUN)
            .at(100, Kind.ACQUIRED)
            .at(160, Kind.FORCED)
            .at(220, Kind.ACQUIRED)
            .at(230, Kind.ENDED);

    private static final RecordedEvents SECOND = RecordedEvents.of(1)
            .at(110, Kind.BEGUN)
            .at(110, Kind.WAITING)
            .at(120, Kind.FAILED_WAKEUP)
            .at(150, Kind.DROP_REQUEST)
            .on(1)
            .at(160, Kind.ACQUIRED)
            .at(170, Kind.DROPPED)
            .on(0)
            .at(170, Kind.ACQUIRED)
            .at(200, Kind.LEFT)
            .at(240, Kind.REENTERED)
            .at(240, Kind.ACQUIRED)
            .at(250, Kind.ENDED);

    private static final RecordedEvents THIRD = RecordedEvents.of(2)
            .at(190, Kind.BEGUN)
            .at(190, Kind.WAITING)
            .at(205, Kind.ACQUIRED)
            .at(215, Kind.ENDED);

    private static final Timeline TIMELINE = Timeline.of(List.of(FIRST, SECOND, THIRD));

    @Test
    void theLongestComesFirstAndTellsWhoHeldTheLockAndForHowLong() {
        List<Wait> waits = Wait.longest(TIMELINE, 10);

        assertThat(waits)
                .containsExactly(
                        new Wait(
                                0,
                                160,
                                220,
                                0,
                                0,
                                List.of(new Holder(1, 40, List.of(0, 1)), new Holder(2, 10, List.of()))),
                        new Wait(1, 110, 160, 1, 1, List.of(new Holder(0, 50, List.of(3)))),
                        new Wait(2, 190, 205, 0, 0, List.of(new Holder(1, 10, List.of(0)))));
    }

    @Test
    void noMoreThanWantedAreKept() {
        assertThat(Wait.longest(TIMELINE, 2)).extracting(Wait::task).containsExactly(0, 1);
    }

    @Test
    void theTimeSpentAddsUpToTheRun() {
        StateDurations spent = StateDurations.of(SECOND, TIMELINE);

        assertThat(spent.in(LockState.WAITING)).isEqualTo(50);
        assertThat(spent.in(LockState.HOLDING)).isEqualTo(50);
        assertThat(spent.in(LockState.ELSEWHERE)).isEqualTo(40);
        assertThat(spent.in(LockState.TAKING)).isZero();
        assertThat(spent.in(LockState.ABSENT)).as("from 100 to 110").isEqualTo(10);
    }

    @Test
    void whereTheHolderRanIsToldAsFarAsItIsKnown() {
        assertThat(new Holder(0, 1, List.of()).place()).isEmpty();
        assertThat(new Holder(0, 1, List.of(0, 12)).place()).isEqualTo("CPU 0, 12");
        assertThat(new Holder(0, 1, List.of(1, 2, 3, 4, 5)).place()).isEqualTo("CPU 1, 2, 3, 4, …");
    }
}
