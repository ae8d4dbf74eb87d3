package org.interleave.core;

/** The ways to live with one giant lock. */
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

    /** Its name in tables. */
    public String title() {
        return title;
    }
}
