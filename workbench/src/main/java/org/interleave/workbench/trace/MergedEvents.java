package org.interleave.workbench.trace;

import java.util.Comparator;
import java.util.PriorityQueue;

/** The events of all tasks of a run, one after another in the order of time. */
final class MergedEvents {

    private static final Comparator<Next> ORDER =
            Comparator.<Next>comparingLong(next -> next.nanos).thenComparingInt(next -> next.place);

    /** Told what is read. */
    interface Visitor {

        /**
         * Something happened.
         *
         * @param place to whom, by its place among the tasks of the timeline
         * @param event which of the task's events it is
         * @param nanos when, in the nanoseconds of {@link TaskEvents#nanos}
         */
        void event(int place, long event, long nanos);
    }

    /** The next event of a task. */
    private static final class Next {

        private final TaskEvents task;
        private final int place;
        private long event;
        private long nanos;

        Next(TaskEvents task, int place) {
            this.task = task;
            this.place = place;
            nanos = task.nanos(0);
        }

        /** To the one after it, if there is one. */
        boolean advance() {
            event++;
            if (event == task.size()) {
                return false;
            }
            nanos = task.nanos(event);
            return true;
        }
    }

    private MergedEvents() {}

    /** Reads all that was recorded. */
    static void visit(Timeline timeline, Visitor visitor) {
        PriorityQueue<Next> queue = new PriorityQueue<>(ORDER);
        for (int place = 0; place < timeline.tasks().size(); place++) {
            queue.add(new Next(timeline.tasks().get(place), place));
        }
        while (!queue.isEmpty()) {
            Next next = queue.remove();
            Next other = queue.peek();
            boolean more;
            do {
                visitor.event(next.place, next.event, next.nanos);
                more = next.advance();
            } while (more && (other == null || ORDER.compare(next, other) < 0));
            if (more) {
                queue.add(next);
            }
        }
    }
}
