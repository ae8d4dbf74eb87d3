package org.interleave.processes.node;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interleave.core.Printable;
import org.interleave.core.TaskFailure;
import org.interleave.processes.pool.PoolOptions;
import org.interleave.processes.wire.Frame;

/**
 * The limits on what a node may send during one session. An honest node stays far within it; what is more, or longer, is
 * refused with an {@link IllegalStateException} that says so, to follow the node's name. What is taken has no control
 * characters, but for failures, which have them as the task's exception had, and are printed as those are. Used by one
 * thread.
 */
final class NodeLimits {

    private static final int LONGEST_NAME = 200;
    private static final int MOST_FLAGS = 100;

    /** Workers are started with an archive of classes or without; others are for the JVM of another day. */
    private static final int MOST_SETS_OF_FLAGS = 8;

    /** Longer than any run. */
    private static final long LONGEST_NANOS = Duration.ofDays(1_000).toNanos();

    private final Set<List<String>> flags = new HashSet<>();

    /** A worker beside so many others. */
    NodeFrame.WorkerReady checked(NodeFrame.WorkerReady ready, int others) {
        if (others >= PoolOptions.MOST_WORKERS) {
            throw new IllegalStateException("it announced more than " + PoolOptions.MOST_WORKERS + " workers");
        }
        if (ready.flags().size() > MOST_FLAGS) {
            throw new IllegalStateException("it announced a worker with more than " + MOST_FLAGS + " JVM flags");
        }
        List<String> printable = ready.flags().stream().map(Printable::line).toList();
        flags.add(printable);
        if (flags.size() > MOST_SETS_OF_FLAGS) {
            throw new IllegalStateException("it announced workers with ever other JVM flags");
        }
        return new NodeFrame.WorkerReady(
                ready.worker(), Printable.line(ready.name(), LONGEST_NAME), ready.startTime(), printable);
    }

    /** Something that a worker sent. Which tasks it may speak of is for the run to say. */
    static void check(Frame.OfRun frame) {
        if (frame instanceof Frame.Completed completed) {
            checkTime(completed.queuedNanos());
            checkTime(completed.codecNanos());
            checkTime(completed.workNanos());
        } else if (frame instanceof Frame.Failed failed) {
            TaskFailure failure = failed.failure();
            checkText(failure.type(), TaskFailure.MAX_MESSAGE);
            checkText(failure.message(), TaskFailure.MAX_MESSAGE);
            checkText(failure.cause(), TaskFailure.MAX_MESSAGE);
            checkText(failure.trace(), TaskFailure.MAX_TRACE);
        }
    }

    private static void checkTime(long nanos) {
        if (nanos < 0 || nanos > LONGEST_NANOS) {
            throw new IllegalStateException("it sent a task's time of " + nanos + " ns");
        }
    }

    private static void checkText(String text, int most) {
        if (text.length() > most) {
            throw new IllegalStateException(
                    "it sent a failure with a text of " + text.length() + " characters, allowed are " + most);
        }
    }
}
