package org.interleave.core;

/**
 * What a round of a workload takes of things that a machine has only so many of, to be compared with its limits before anything
 * is measured.
 *
 * @param tasks tasks that there are at once
 * @param sockets sockets that are open at once in the process that measures, those of tasks and those of the workload itself
 */
public record Demand(long tasks, long sockets) {

    /** Nothing worth mentioning. */
    public static final Demand LITTLE = new Demand(0, 0);

    /** Checks the numbers. */
    public Demand {
        if (tasks < 0 || sockets < 0) {
            throw new IllegalArgumentException("a demand of " + tasks + " tasks and " + sockets + " sockets");
        }
    }
}
