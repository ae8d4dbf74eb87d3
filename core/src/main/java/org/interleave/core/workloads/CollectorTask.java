package org.interleave.core.workloads;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Turn;
import org.interleave.core.workloads.Timers.Collected;
import org.interleave.core.workloads.Timers.Collection;
import org.interleave.core.workloads.Timers.Ended;

/** Sleeps, then has the garbage collector of its process run in a blocking call, again and again. */
final class CollectorTask extends StepMachine<Ended> {

    private static final long serialVersionUID = 1;

    private final int collections;
    private final Duration gap;
    private final ArrayList<Collection> made = new ArrayList<>();
    private long slept;
    private long begun;

    CollectorTask(int collections, Duration gap) {
        this.collections = collections;
        this.gap = gap;
    }

    @Override
    protected Step<Ended> begin(Turn turn) {
        slept = System.nanoTime();
        return then(this::collect, Step.sleep(gap));
    }

    private Step<Ended> collect(Turn turn) {
        if (turn.stopping()) {
            return end(true);
        }
        begun = System.nanoTime();
        return then(this::collected, Step.blocking(CollectorTask::runs));
    }

    private Step<Ended> collected(Turn turn) {
        if (!(turn.arrival() instanceof Arrival.Received received)) {
            return end(true);
        }
        made.add(new Collection(slept, begun, received.message().asLong()));
        if (made.size() == collections) {
            return end(false);
        }
        return turn.stopping() ? end(true) : begin(turn);
    }

    private Step<Ended> end(boolean stopped) {
        return Step.done(new Collected(made, stopped));
    }

    private static Message runs() {
        long before = count();
        System.gc();
        return Message.of(count() - before);
    }

    private static long count() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
