package org.interleave.core.workloads;

import java.io.Serializable;

/**
 * The account of a task that runs beside tasks that only compute, or of one of these.
 *
 * <p>Times are by {@link System#nanoTime}, which on one machine counts from the same moment in every process.
 *
 * @param count how many replies it sent, datagrams it counted or ticks it ran
 * @param state the tick's state at the end, which is never zero; zero where nobody tells it, as of a task without
 *     ticks
 * @param begun when it began to do so
 * @param ended when it ended
 */
public record Activity(long count, long state, long begun, long ended) implements Serializable {

    /** The state where nobody tells it. */
    static final long UNTOLD = 0;
}
