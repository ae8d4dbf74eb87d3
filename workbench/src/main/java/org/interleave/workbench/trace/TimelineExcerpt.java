package org.interleave.workbench.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.interleave.workbench.report.LockExcerpt;

/**
 * The maker of an excerpt of a timeline: about the middle of the round, and no longer than a chart can show. Where the trace was
 * full before the middle, it ends where the first task was no longer recorded.
 */
final class TimelineExcerpt implements MergedEvents.Visitor {

    private final Timeline timeline;
    private final LockPhase phase;
    private final long begin;
    private final long nanos;
    private final List<LockExcerpt.Span> held = new ArrayList<>();
    private long since;

    private TimelineExcerpt(Timeline timeline, long begin, long nanos) {
        this.timeline = timeline;
        this.begin = begin;
        this.nanos = nanos;
        phase = new LockPhase(places(timeline)
                .mapToObj(place -> new TaskGroup("", List.of(place)))
                .toList());
        since = timeline.begin();
    }

    private static IntStream places(Timeline timeline) {
        return IntStream.range(0, timeline.tasks().size());
    }

    /**
     * Makes one.
     *
     * @param roundNanos how long the round took, in nanoseconds
     * @return nothing if no time passed between the events that were recorded
     */
    static Optional<LockExcerpt> of(Timeline timeline, long roundNanos) {
        long recorded = timeline.tasks().stream()
                .filter(task -> task.dropped() > 0)
                .mapToLong(task -> task.nanos(task.size() - 1))
                .min()
                .orElse(timeline.end());
        long nanos = Math.min(LockExcerpt.MOST_NANOS, recorded - timeline.begin());
        if (nanos <= 0) {
            return Optional.empty();
        }
        long middle = timeline.begin() + roundNanos / 2;
        long begin = Math.clamp(middle - nanos / 2, timeline.begin(), recorded - nanos);
        TimelineExcerpt excerpt = new TimelineExcerpt(timeline, begin, nanos);
        MergedEvents.visit(timeline, excerpt);
        return Optional.of(excerpt.excerpt(Math.max(roundNanos, timeline.nanos())));
    }

    @Override
    public void event(int place, long event, long at) {
        int before = phase.now();
        phase.enter(place, timeline.tasks().get(place).stateAfter(event));
        if (phase.now() == before) {
            return;
        }
        long from = Math.max(since, begin);
        long to = Math.min(at, begin + nanos);
        if (before < timeline.tasks().size() && from < to) {
            held.add(new LockExcerpt.Span(before, from - begin, to - from));
        }
        since = at;
    }

    /** Where there are too many spans, only those next to the middle, with what is free around them. */
    private LockExcerpt excerpt(long roundNanos) {
        int shown = Math.min(LockExcerpt.MOST_SPANS, held.size());
        long before = held.stream().filter(span -> span.start() < nanos / 2).count();
        int first = Math.clamp(before - shown / 2, 0, held.size() - shown);
        int last = first + shown;
        long from = first == 0 ? 0 : held.get(first - 1).end();
        long to = last == held.size() ? nanos : held.get(last).start();
        List<LockExcerpt.Span> spans = held.subList(first, last);
        List<Integer> told = told(spans);
        return new LockExcerpt(
                begin - timeline.begin() + from,
                to - from,
                roundNanos,
                told.stream().map(this::task).toList(),
                spans.stream()
                        .map(span -> new LockExcerpt.Span(told.indexOf(span.task()), span.start() - from, span.nanos()))
                        .toList());
    }

    /** The places of all tasks if they are few, or else of those that held the lock. */
    private List<Integer> told(List<LockExcerpt.Span> spans) {
        return timeline.tasks().size() <= TaskGroup.MOST
                ? places(timeline).boxed().toList()
                : spans.stream().map(LockExcerpt.Span::task).distinct().sorted().toList();
    }

    private LockExcerpt.Task task(int place) {
        int number = timeline.tasks().get(place).task();
        return new LockExcerpt.Task(
                timeline.names().name(number), timeline.names().role(number));
    }
}
