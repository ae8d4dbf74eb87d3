package org.interleave.workbench.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.Collectors;
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
     * @param processors the numbers of those on which it took the lock, as far as they are known, the lowest first
     */
    public record Holder(int task, long nanos, List<Integer> processors) {

        private static final int SHOWN_PROCESSORS = 4;

        /** Takes a copy. */
        public Holder {
            processors = List.copyOf(processors);
        }

        /** On which processors it took the lock, in words; empty if that is not known. */
        String place() {
            if (processors.isEmpty()) {
                return "";
            }
            return processors.stream()
                    .limit(SHOWN_PROCESSORS)
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "CPU ", processors.size() > SHOWN_PROCESSORS ? ", …" : ""));
        }
    }

    private record Candidate(TaskEvents task, long from, long to) {
        long nanos() {
            return to - from;
        }
    }

    /** The length of the wait, in nanoseconds. */
    public long nanos() {
        return to - from;
    }

    /** The longest waits of a run, the longest first. */
    public static List<Wait> longest(Timeline timeline, int most) {
        PriorityQueue<Candidate> longest = new PriorityQueue<>(Comparator.comparingLong(Candidate::nanos));
        for (TaskEvents task : timeline.tasks()) {
            LockSpans.visit(task, timeline.begin(), timeline.end(), (state, from, to, processor) -> {
                if (state == LockState.WAITING) {
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
        LockSpans.visit(wait.task(), wait.from(), wait.to(), marks);
        List<Holder> holders = new ArrayList<>();
        for (TaskEvents other : timeline.tasks()) {
            Holding holding = new Holding();
            LockSpans.visit(other, wait.from(), wait.to(), holding);
            if (holding.nanos > 0) {
                holders.add(new Holder(other.task(), holding.nanos, List.copyOf(holding.processors)));
            }
        }
        holders.sort(Comparator.comparingLong(Holder::nanos).reversed());
        return new Wait(wait.task().task(), wait.from(), wait.to(), marks.failedWakeups, marks.dropRequests, holders);
    }

    private static final class Marks implements LockSpans.Visitor {

        private long failedWakeups;
        private long dropRequests;

        @Override
        public void span(LockState state, long from, long to, OptionalInt processor) {}

        @Override
        public void mark(Kind kind, long at, OptionalInt processor) {
            failedWakeups += kind == Kind.FAILED_WAKEUP ? 1 : 0;
            dropRequests += kind == Kind.DROP_REQUEST ? 1 : 0;
        }
    }

    private static final class Holding implements LockSpans.Visitor {

        private final NavigableSet<Integer> processors = new TreeSet<>();
        private long nanos;

        @Override
        public void span(LockState state, long from, long to, OptionalInt processor) {
            if (state == LockState.HOLDING && to > from) {
                nanos += to - from;
                processor.ifPresent(processors::add);
            }
        }
    }
}
