package org.interleave.eventloop;

import java.util.Map;
import org.interleave.core.Metric;

/**
 * The time within a run in which what runs its tasks is made, before the first of them begins, and removed, after the last has
 * ended. Made by the thread that calls run, which also asks; told by any that it has made everything.
 */
public final class SetupTime {

    private final long begun = System.nanoTime();
    private volatile long made = begun;
    private long removing = begun;
    private long removed = begun;

    /** All is made, and the tasks begin. */
    public void made() {
        made = System.nanoTime();
    }

    /** The tasks have ended. */
    public void removing() {
        removing = System.nanoTime();
    }

    /** All is removed. */
    public void removed() {
        removed = System.nanoTime();
    }

    /** {@link Metric#SETUP}. */
    public Map<String, Metric> metrics() {
        return Map.of(Metric.SETUP, Metric.seconds(made - begun + removed - removing));
    }
}
