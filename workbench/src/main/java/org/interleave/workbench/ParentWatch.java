package org.interleave.workbench;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends a fork when the program that started it has ended, however it did: the kernel then closes the pipe that is the
 * fork's standard input. A thread that waits for that end costs what is measured nothing. Workers watch the fork in turn.
 */
final class ParentWatch {

    /** Tells a JVM that it is a fork, whose standard input is such a pipe. */
    static final String FORK_FLAG = "-Dinterleave.fork=true";

    /** As if ended by SIGKILL, as its parent mostly was. Nobody is left who reads it. */
    private static final int ORPHANED = 137;

    private ParentWatch() {}

    /** Begins to watch if this JVM is a fork. */
    static void begin() {
        if (Boolean.getBoolean("interleave.fork")) {
            Thread.ofPlatform().daemon().name("parent-watch").start(() -> watch(System.in));
        }
    }

    private static void watch(InputStream input) {
        try {
            while (input.read() >= 0) {
                // nobody writes; a byte is no end
            }
        } catch (IOException closed) {
            return; // by a task of a user's; then nobody watches
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
