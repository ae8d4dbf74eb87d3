package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.workloads.Countdown;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.LockTrace.Kind;
import org.interleave.threads.Sequential;
import org.interleave.workbench.report.LockExcerpt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TimelineExcerptTest {

    private static final long MILLIS = 1_000_000;

    private static LockExcerpt excerpt(Timeline timeline) {
        return TimelineExcerpt.of(timeline, timeline.nanos()).orElseThrow();
    }

    private static LockExcerpt.Span span(int task, long fromMillis, long toMillis) {
        return new LockExcerpt.Span(task, fromMillis * MILLIS, (toMillis - fromMillis) * MILLIS);
    }

    @Test
    void itIsTheMiddleOfTheRound() {
        LockExcerpt excerpt = excerpt(TraceFixture.named(TraceFixture.conversation(), List.of("server")));

        assertThat(excerpt.beginNanos()).isEqualTo(40 * MILLIS);
        assertThat(excerpt.nanos()).isEqualTo(20 * MILLIS);
        assertThat(excerpt.roundNanos()).isEqualTo(100 * MILLIS);
        assertThat(excerpt.tasks())
                .containsExactly(new LockExcerpt.Task("server", "server"), new LockExcerpt.Task("task 1", "task"));
        assertThat(excerpt.spans()).containsExactly(span(0, 2, 8), span(1, 10, 20));
    }

    @Test
    void aShortRoundIsInItAsAWhole() {
        Timeline timeline = Timeline.of(List.of(RecordedEvents.of(0)
                .at(3 * MILLIS, Kind.BEGUN)
                .at(4 * MILLIS, Kind.ACQUIRED)
                .at(9 * MILLIS, Kind.LEFT)
                .at(9 * MILLIS, Kind.REENTERED)
                .at(9 * MILLIS, Kind.ACQUIRED)
                .at(10 * MILLIS, Kind.ENDED)));

        assertThat(excerpt(timeline))
                .isEqualTo(new LockExcerpt(
                        0,
                        7 * MILLIS,
                        7 * MILLIS,
                        List.of(new LockExcerpt.Task("task 0", "task")),
                        List.of(span(0, 1, 6), span(0, 6, 7))));
    }

    @Test
    void itHasNoMoreSpansThanCanBeShownAndIsShorterForThat() {
        Timeline timeline = TraceFixture.battle(40_000, 3);
        LockExcerpt excerpt = excerpt(timeline);

        assertThat(excerpt.spans()).hasSize(LockExcerpt.MOST_SPANS);
        assertThat(excerpt.nanos()).isLessThan(LockExcerpt.MOST_NANOS);
        long middle = timeline.nanos() / 2;
        assertThat(excerpt.beginNanos()).isLessThan(middle);
        assertThat(excerpt.beginNanos() + excerpt.nanos()).isGreaterThan(middle);
        assertThat(excerpt.heldNanos(0) + excerpt.heldNanos(1) + excerpt.freeNanos())
                .isEqualTo(excerpt.nanos());
    }

    @Test
    void ofManyTasksOnlyThoseAreToldThatHeldTheLock() {
        LockExcerpt excerpt = excerpt(TraceFixture.queue(100));

        assertThat(excerpt.tasks()).hasSize(20);
        assertThat(excerpt.tasks().getFirst()).isEqualTo(new LockExcerpt.Task("task 40", "task"));
        assertThat(excerpt.spans()).hasSize(20).startsWith(span(0, 0, 1), span(1, 1, 2));
        assertThat(excerpt.handovers()).isEqualTo(19);
    }

    @Test
    void nothingIsSaidOfWhatWasNotRecorded() {
        Timeline timeline = Timeline.of(List.of(
                RecordedEvents.truncated(0, 7)
                        .at(0, Kind.BEGUN)
                        .at(0, Kind.ACQUIRED)
                        .at(15 * MILLIS, Kind.FORCED),
                RecordedEvents.of(1)
                        .at(0, Kind.BEGUN)
                        .at(0, Kind.WAITING)
                        .at(15 * MILLIS, Kind.ACQUIRED)
                        .at(100 * MILLIS, Kind.ENDED)));

        LockExcerpt excerpt = excerpt(timeline);

        assertThat(excerpt.beginNanos()).isZero();
        assertThat(excerpt.nanos()).isEqualTo(15 * MILLIS);
        assertThat(excerpt.spans()).containsExactly(span(0, 0, 15));
    }

    /** A policy that plugs in may let two hold the lock: the last that took it counts. */
    @Test
    void aLockThatTwoHoldIsHeldByOne() {
        Timeline timeline = Timeline.of(List.of(
                RecordedEvents.of(0).at(0, Kind.BEGUN).at(0, Kind.ACQUIRED).at(8 * MILLIS, Kind.ENDED),
                RecordedEvents.of(1)
                        .at(0, Kind.BEGUN)
                        .at(4 * MILLIS, Kind.ACQUIRED)
                        .at(6 * MILLIS, Kind.LEFT)
                        .at(10 * MILLIS, Kind.ENDED)));

        assertThat(excerpt(timeline).spans()).containsExactly(span(0, 0, 4), span(1, 4, 6), span(0, 6, 8));
    }

    @Test
    void ofNothingThereIsNone() {
        assertThat(TimelineExcerpt.of(Timeline.of(List.of()), 5)).isEmpty();
        assertThat(TimelineExcerpt.of(Timeline.of(List.of(RecordedEvents.of(0).at(3, Kind.ENDED))), 5))
                .isEmpty();
    }

    @Test
    void aRoundIsTracedUnderAStrategyWithAGiantLockAlone() throws InterruptedException {
        Catalog catalog = Catalog.load(TimelineExcerptTest.class.getClassLoader());
        Map<String, String> size = Map.of(Countdown.COUNT.name(), "100k");

        assertThat(TracedRound.excerpt(catalog, Countdown.NAME, size, GiantLocks.TIMED.name(), Map.of()))
                .hasValueSatisfying(excerpt -> {
                    assertThat(excerpt.tasks())
                            .containsExactly(
                                    new LockExcerpt.Task("counter 0", "counter"),
                                    new LockExcerpt.Task("counter 1", "counter"));
                    assertThat(excerpt.spans()).isNotEmpty();
                });
        assertThat(TracedRound.excerpt(catalog, Countdown.NAME, size, Sequential.NAME, Map.of()))
                .isEqualTo(Optional.empty());
    }
}
