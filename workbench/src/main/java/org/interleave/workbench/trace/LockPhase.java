package org.interleave.workbench.trace;

import java.util.Arrays;
import java.util.List;

/**
 * What a giant lock is doing, kept up event by event: it is held by a task, or free, and then somebody wants it or nobody does.
 * Not thread-safe.
 *
 * <p>A task tells that it took the lock after it has, and that it lets go before it does, so that two never seem to hold it, if
 * the policy tells the truth. If not, the last that took it counts.
 */
final class LockPhase {

    /** Phases in which nobody is known to hold it. */
    static final int WITHOUT_HOLDER = 3;

    private static final int NOBODY = -1;

    private final int[] groupOf;
    private final int groups;
    private final LockState[] states;
    private final int[] tasksIn = new int[LockState.values().length];
    private int holder = NOBODY;

    /** None of the tasks of these groups has begun. */
    LockPhase(List<TaskGroup> groups) {
        int tasks = groups.stream().mapToInt(TaskGroup::size).sum();
        this.groups = groups.size();
        groupOf = new int[tasks];
        for (int group = 0; group < groups.size(); group++) {
            for (int place : groups.get(group).places()) {
                groupOf[place] = group;
            }
        }
        states = new LockState[tasks];
        Arrays.fill(states, LockState.ABSENT);
        tasksIn[LockState.ABSENT.ordinal()] = tasks;
    }

    /** The group of a task. */
    int group(int place) {
        return groupOf[place];
    }

    /** What a task does at present. */
    LockState state(int place) {
        return states[place];
    }

    /** A task does something from now on. */
    void enter(int place, LockState state) {
        tasksIn[states[place].ordinal()]--;
        tasksIn[state.ordinal()]++;
        states[place] = state;
        if (state == LockState.HOLDING) {
            holder = place;
        } else if (holder == place) {
            holder = tasksIn(LockState.HOLDING) == 0
                    ? NOBODY
                    : Arrays.asList(states).indexOf(LockState.HOLDING);
        }
    }

    /**
     * What the lock does at present, as a place among the parts of {@link HolderTimes}: the group that holds it; or, after the
     * last group, that it is being handed over, that nobody wants it, or that nothing is known.
     */
    int now() {
        if (holder != NOBODY) {
            return groupOf[holder];
        }
        if (tasksIn(LockState.UNKNOWN) > 0) {
            return groups + 2;
        }
        return tasksIn(LockState.WAITING) + tasksIn(LockState.TAKING) > 0 ? groups : groups + 1;
    }

    private int tasksIn(LockState state) {
        return tasksIn[state.ordinal()];
    }
}
