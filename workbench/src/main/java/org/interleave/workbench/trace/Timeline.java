package org.interleave.workbench.trace;

import java.util.List;
import org.interleave.core.Round;
import org.interleave.threads.LockTrace;

/**
 * The timeline of one run: all that was recorded of it.
 *
 * @param tasks the events of each task, by task; each has at least one
 * @param begin when the first event happened, in the nanoseconds of {@link TaskEvents#nanos}
 * @param end when the last event happened, likewise
 * @param names what the tasks are called
 */
public record Timeline(List<? extends TaskEvents> tasks, long begin, long end, TaskNames names) {

    /** Takes a copy. */
    public Timeline {
        tasks = List.copyOf(tasks);
    }

    /** What was recorded of these tasks, which have no roles; those without an event are left out. */
    static Timeline of(List<? extends TaskEvents> recorded) {
        List<? extends TaskEvents> tasks =
                recorded.stream().filter(task -> task.size() > 0).toList();
        long begin = tasks.stream().mapToLong(task -> task.nanos(0)).min().orElse(0);
        long end = tasks.stream()
                .mapToLong(task -> task.nanos(task.size() - 1))
                .max()
                .orElse(0);
        return new Timeline(tasks, begin, end, TaskNames.WITHOUT_ROLES);
    }

    /** What a lock recorded of a round; not to be read before its run has ended. */
    static Timeline of(LockTrace trace, Round<?> round) {
        return of(trace.lanes().stream().map(TaskEvents::of).toList()).named(round);
    }

    /** The same, of tasks that are called as their round has them. */
    Timeline named(Round<?> round) {
        return new Timeline(tasks, begin, end, TaskNames.of(round, tasks));
    }

    /** The number of events that were recorded. */
    public long events() {
        return tasks.stream().mapToLong(TaskEvents::size).sum();
    }

    /** The number of further events, which found the trace full. */
    public long dropped() {
        return tasks.stream().mapToLong(TaskEvents::dropped).sum();
    }

    /** From the first event to the last, in nanoseconds. */
    public long nanos() {
        return end - begin;
    }
}
