package org.interleave.processes.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The quota of tasks that each worker may be given before it is retired, over all runs. A worker whose tasks all wait gets
 * another all the same, since that may be what they wait for. Thread-safe.
 */
final class TaskQuota {

    /** Stands for no limit. */
    static final int UNLIMITED = 0;

    private final int most;
    private final Map<Integer, Integer> given = new ConcurrentHashMap<>();

    /** A quota of so many tasks for each worker, or {@link #UNLIMITED}. */
    TaskQuota(int most) {
        this.most = most;
    }

    /** The number of tasks that a worker gets now if there are so many for it: at least one. */
    int limit(Worker worker, int available) {
        return most == UNLIMITED ? available : Math.clamp(most - givenTo(worker), 1, available);
    }

    private int givenTo(Worker worker) {
        return given.getOrDefault(worker.number(), 0);
    }

    /** A worker was given tasks, or if negative gave them back. */
    void add(Worker worker, int tasks) {
        if (most != UNLIMITED) {
            given.merge(worker.number(), tasks, Integer::sum);
        }
    }

    /** Whether a worker has been given all tasks that it may. */
    boolean usedUp(Worker worker) {
        return most != UNLIMITED && givenTo(worker) >= most;
    }

    /** A worker has ended. */
    void forget(Worker worker) {
        given.remove(worker.number());
    }
}
