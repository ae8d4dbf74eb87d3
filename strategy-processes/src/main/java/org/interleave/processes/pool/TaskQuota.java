package org.interleave.processes.pool;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many tasks each worker may still be given before it is retired, over all runs. A worker whose tasks all wait gets
 * another all the same, since that may be what they wait for. Thread-safe.
 */
final class TaskQuota {

    /** Stands for no limit. */
    static final int UNLIMITED = 0;

    private final int most;
    private final Map<Integer, Integer> given = new ConcurrentHashMap<>();

    /** For so many tasks of each worker, or {@link #UNLIMITED}. */
    TaskQuota(int most) {
        this.most = most;
    }

    /** How many of the tasks wanted a worker gets now, at least one. */
    int limit(Worker worker, int wanted) {
        return most == UNLIMITED ? wanted : Math.clamp(most - givenTo(worker), 1, wanted);
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

    /** Whether a worker has had all its tasks. */
    boolean usedUp(Worker worker) {
        return most != UNLIMITED && givenTo(worker) >= most;
    }

    /** A worker has ended. */
    void forget(Worker worker) {
        given.remove(worker.number());
    }
}
