package org.interleave.workbench.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.interleave.threads.LockTrace.Kind;

/**
 * One time that a task waited for a giant lock.
 *
 * @param task who waited, by its place in the order of submission
 * @param from since when, in the nanoseconds of {@link TaskEvents#nanos}
 * @param to until when, or until when it is known to have waited if the trace was full then
 * @param failedWakeups how often it woke meanwhile and found the lock taken
 * @param dropRequests how often it asked for the lock meanwhile
 * @param holders who held the lock meanwhile, the longest first
 */
public record Wait(int task, long from, long to, long failedWakeups, long dropRequests, List<Holder> holders) {

    /** Takes a copy. */
    public Wait {
        holders = List.copyOf(holders);
    }

    /**
     * Who held the lock during a wait.
     *
     * @param task the holder, by its place in the order of submission
     * @param nanos for how long, in nanoseconds
     */
    public record Holder(int task, long nanos) {}

    private record Candidate(TaskEvents task, long from, long to) {
        long nanos() {
            return to - from;
        }
    }

    /** How long, in nanoseconds. */
    public long nanos() {
        return to - from;
    }

    /** The longest waits of a run, the longest first. */
    public static List<Wait> longest(Timeline timeline, int most) {
        PriorityQueue<Candidate> longest = new PriorityQueue<>(Comparator.comparingLong(Candidate::nanos));
        for (TaskEvents task : timeline.tasks()) {
            Spans.visit(task, timeline.begin(), timeline.end(), (state, from, to) -> {
                if (state == State.WAITING) {
                    longest.add(new Candidate(task, from, to));
                    if (longest.size() > most) {
                        longest.remove();
                    }
                }
            });
        }
        return longest.stream()
                .sorted(Comparator.comparingLong(Candidate::nanos)
                        .reversed()
                        .thenComparingLong(Candidate::from)
                        .thenComparingInt(candidate -> candidate.task().task()))
                .map(candidate -> explained(candidate, timeline))
                .toList();
    }

    private static Wait explained(Candidate wait, Timeline timeline) {
        Marks marks = new Marks();
        Spans.visit(wait.task(), wait.from(), wait.to(), marks);
        List<Holder> holders = new ArrayList<>();
        for (TaskEvents other : timeline.tasks()) {
            long held = TimeSpent.of(other, wait.from(), wait.to()).in(State.HOLDING);
            if (held > 0) {
                holders.add(new Holder(other.task(), held));
            }
        }
        holders.sort(Comparator.comparingLong(Holder::nanos).reversed());
        return new Wait(wait.task().task(), wait.from(), wait.to(), marks.failedWakeups, marks.dropRequests, holders);
    }

    private static final class Marks implements Spans.Visitor {

        private long failedWakeups;
        private long dropRequests;

        @Override
        public void span(State state, long from, long to) {}

        @Override
        public void mark(Kind kind, long at) {
            failedWakeups += kind == Kind.FAILED_WAKEUP ? 1 : 0;
            dropRequests += kind == Kind.DROP_REQUEST ? 1 : 0;
        }
    }
}
