package org.interleave.core;

/** A family of strategies: one of the ways to live with a giant lock. */
public enum Family {
    /** Threads, under the giant lock or without it. */
    THREADS("threads"),
    /** Worker processes, each with a lock of its own. */
    PROCESSES("processes"),
    /** Cooperative multitasking on event loops, and actors. */
    EVENT_LOOP("event loop"),
    /** Native code that keeps or releases the lock. */
    NATIVE("native code");

    private final String title;

    Family(String title) {
        this.title = title;
    }

    /** The name in tables. */
    public String title() {
        return title;
    }
}
