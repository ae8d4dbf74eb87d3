package org.interleave.workbench.trace;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.interleave.threads.LockTrace.Kind;
import org.interleave.workbench.report.Shares;

/**
 * The contention for a giant lock over a run: who held it, who waited for it, and for whom.
 *
 * @param groups who is told of
 * @param nanos the time from the first event to the last, in nanoseconds
 * @param lock that time, by who held the lock
 * @param waiters what each group waited, in their order
 */
public record Contention(List<TaskGroup> groups, long nanos, HolderTimes lock, List<Waiter> waiters) {

    private static final List<String> WITHOUT_HOLDER =
            List.of("free, being handed over", "free, nobody awake", "not recorded");

    /** Takes copies. */
    public Contention {
        groups = List.copyOf(groups);
        waiters = List.copyOf(waiters);
    }

    /**
     * The waits of a group.
     *
     * @param waited the time that its tasks waited, all together, by who held the lock meanwhile
     * @param spent how long its tasks were in each state, all together, in nanoseconds; the sum is the time of the run for each
     * @param waits how often they waited and got the lock
     * @param median the median length of these waits, to three digits; zero if there was none
     * @param longest the longest of these
     * @param asked how often they asked for the lock
     * @param failedWakeups how often they woke and found the lock taken
     */
    record Waiter(
            HolderTimes waited,
            Map<LockState, Long> spent,
            long waits,
            long median,
            long longest,
            long asked,
            long failedWakeups) {

        /** Takes a copy. */
        Waiter {
            spent = Map.copyOf(spent);
        }

        long in(LockState state) {
            return spent.getOrDefault(state, 0L);
        }
    }

    /** What was recorded of a run. */
    public static Contention of(Timeline timeline) {
        Sweep sweep = new Sweep(timeline, TaskGroup.of(timeline));
        MergedEvents.visit(timeline, sweep);
        return sweep.contention();
    }

    /**
     * A part of the run.
     *
     * @param part which, as a place among the parts of {@link HolderTimes}
     * @param name who held the lock in it, or how it was
     * @param nanos how long it was, in nanoseconds
     * @param share which share of the run; those of all parts add up to one
     */
    record Share(int part, String name, long nanos, double share) {}

    /** The parts of the run in which the lock was held by each group, or was free; those that there were none of are left out. */
    List<Share> lockShares() {
        List<Long> parts = lock.parts();
        List<Double> shares = Shares.of(parts, this::isHeld);
        return IntStream.range(0, parts.size())
                .filter(part -> parts.get(part) > 0)
                .mapToObj(part -> new Share(part, name(part), parts.get(part), shares.get(part)))
                .toList();
    }

    /** The groups that waited, by their places. */
    List<Integer> waiting() {
        return IntStream.range(0, groups.size())
                .filter(group -> waiters.get(group).waited().total() > 0)
                .boxed()
                .toList();
    }

    /** The parts in which anybody waited, as places among those of {@link HolderTimes}. */
    List<Integer> waitedIn() {
        return IntStream.range(0, lock.parts().size())
                .filter(part -> waiters.stream()
                        .anyMatch(waiter -> waiter.waited().parts().get(part) > 0))
                .boxed()
                .toList();
    }

    /** Which share of the run each task of a group waited, on average. */
    double waitedShare(int group) {
        return (double) waiters.get(group).waited().total()
                / Math.max(1, nanos)
                / groups.get(group).size();
    }

    /** Whether the lock was held in a part. */
    boolean isHeld(int part) {
        return part < groups.size();
    }

    /** Who held the lock in a part, or how it was. */
    String name(int part) {
        return isHeld(part) ? groups.get(part).name() : WITHOUT_HOLDER.get(part - groups.size());
    }

    /** A passage over all events, which adds up what lies between them. */
    private static final class Sweep implements MergedEvents.Visitor {

        private static final int DIGITS = 3;
        private static final double MEDIAN = 50;

        private final Timeline timeline;
        private final List<TaskGroup> groups;
        private final LockPhase phase;
        private final long[] waitingSince;
        private final long[] lock;
        private final List<Tally> tallies = new ArrayList<>();
        private long now;

        Sweep(Timeline timeline, List<TaskGroup> groups) {
            this.timeline = timeline;
            this.groups = groups;
            phase = new LockPhase(groups);
            waitingSince = new long[timeline.tasks().size()];
            int parts = groups.size() + LockPhase.WITHOUT_HOLDER;
            lock = new long[parts];
            groups.forEach(group -> tallies.add(new Tally(parts)));
            now = timeline.begin();
        }

        @Override
        public void event(int place, long event, long nanos) {
            pass(nanos);
            TaskEvents task = timeline.tasks().get(place);
            Tally tally = tallies.get(phase.group(place));
            tally.count(task.kind(event));
            LockState next = task.stateAfter(event);
            LockState before = phase.state(place);
            if (next == before) {
                return;
            }
            if (before == LockState.WAITING) {
                tally.endWait(nanos - waitingSince[place], next);
            }
            if (next == LockState.WAITING) {
                tally.waiting++;
                waitingSince[place] = nanos;
            }
            phase.enter(place, next);
        }

        /** Nothing has happened until a moment. */
        private void pass(long nanos) {
            long time = nanos - now;
            now = nanos;
            if (time > 0) {
                int part = phase.now();
                lock[part] += time;
                for (Tally tally : tallies) {
                    tally.waited[part] += time * tally.waiting;
                }
            }
        }

        Contention contention() {
            List<Waiter> waiters = new ArrayList<>();
            for (int group = 0; group < groups.size(); group++) {
                waiters.add(tallies.get(group).waiter(groups.get(group)));
            }
            return new Contention(groups, timeline.nanos(), times(lock), waiters);
        }

        private HolderTimes times(long[] parts) {
            int held = groups.size();
            return new HolderTimes(
                    LongStream.of(parts).limit(held).boxed().toList(), parts[held], parts[held + 1], parts[held + 2]);
        }

        /** What the tasks of a group came to so far. */
        private final class Tally {

            private final long[] waited;
            private final Histogram endedWithTheLock = new Histogram(DIGITS);
            private int waiting;
            private long longest;
            private long asked;
            private long failedWakeups;

            Tally(int parts) {
                waited = new long[parts];
            }

            void count(Kind kind) {
                asked += kind == Kind.DROP_REQUEST ? 1 : 0;
                failedWakeups += kind == Kind.FAILED_WAKEUP ? 1 : 0;
            }

            void endWait(long nanos, LockState next) {
                waiting--;
                if (next == LockState.HOLDING) {
                    endedWithTheLock.recordValue(nanos);
                    longest = Math.max(longest, nanos);
                }
            }

            Waiter waiter(TaskGroup group) {
                return new Waiter(
                        times(waited),
                        spent(group),
                        endedWithTheLock.getTotalCount(),
                        endedWithTheLock.getValueAtPercentile(MEDIAN),
                        longest,
                        asked,
                        failedWakeups);
            }

            private Map<LockState, Long> spent(TaskGroup group) {
                Map<LockState, Long> spent = new EnumMap<>(LockState.class);
                for (int place : group.places()) {
                    StateDurations task = StateDurations.of(timeline.tasks().get(place), timeline);
                    for (LockState state : LockState.values()) {
                        spent.merge(state, task.in(state), Long::sum);
                    }
                }
                return spent;
            }
        }
    }
}
