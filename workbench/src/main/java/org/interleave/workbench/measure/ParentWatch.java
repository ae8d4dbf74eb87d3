package org.interleave.workbench.measure;

import java.io.IOException;
import java.io.InputStream;
import org.interleave.workbench.machine.LibC;

/**
 * A watch in a fork that ends it when the program that started it has ended, however that did: the kernel then closes the pipe that is the
 * fork's standard input. Workers watch the fork in turn.
 *
 * <p>On Linux the kernel itself kills the fork then, for a JVM cannot always end itself: it waits for all threads to come to
 * a safepoint, and native code that was called as critical, or a collection that has begun, may let it wait for ever.
 * Elsewhere a thread waits for the end of the pipe; a JVM with such a thread takes 0.3 s longer to exit, in which it
 * waits for whoever is in native code. Neither costs what is measured anything.
 */
final class ParentWatch {

    /** As if ended by SIGKILL, as its parent mostly was. Nobody is left who reads it. */
    private static final int ORPHANED = 137;

    private static final int STANDARD_INPUT = 0;

    private ParentWatch() {}

    /** Begins to watch. What was to be read from standard input has been read: from now on a byte there is the end, too. */
    static void begin() {
        if (!LibC.AVAILABLE) {
            Thread.ofPlatform().daemon().name("parent-watch").start(() -> watch(System.in));
            return;
        }
        LibC.dieWithPipe(STANDARD_INPUT);
        if (LibC.hungUp(STANDARD_INPUT)) {
            Runtime.getRuntime().halt(ORPHANED); // it ended before the kernel was told
        }
    }

    private static void watch(InputStream input) {
        try {
            while (input.read() >= 0) {
                // nobody writes; a byte is no end
            }
        } catch (IOException closed) {
            return; // by a task of a user's
        }
        Runtime.getRuntime().halt(ORPHANED);
    }
}
