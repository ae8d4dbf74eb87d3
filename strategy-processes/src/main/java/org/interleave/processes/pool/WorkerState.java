package org.interleave.processes.pool;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A worker in a run. Guarded by the lock of {@link TaskTable}, but for what says otherwise. */
final class WorkerState {

    final Worker worker;
    final ChunkSize chunk;

    /** The tasks it was sent and is not known to have begun, in order. */
    final Set<Integer> queued = new LinkedHashSet<>();

    /** The tasks it has begun, and when that was heard. */
    final Map<Integer, Long> begun = new HashMap<>();

    /** To whose inboxes it has sent. Of the thread that reads from the worker. */
    final BitSet addressed = new BitSet();

    /** How many tasks it was sent. */
    int sent;

    /** Whether it wants tasks. */
    boolean asks = true;

    /** Whether it was asked to give tasks back and has not answered. */
    boolean reclaiming;

    /** Whether it has been told to end, and gets no more. */
    boolean retired;

    /** When it last was sent a task while it had none, began one or ended one. */
    long lastHeard;

    /** The task that made it overdue, negative if it is not. */
    int overdueTask = -1;

    /** Whether it was killed because its tasks were cancelled and did not end. */
    boolean killedToCancel;

    /** Why it was killed, to follow its name, or empty. */
    String fate = "";

    WorkerState(Worker worker, ChunkSize chunk, long now) {
        this.worker = worker;
        this.chunk = chunk;
        lastHeard = now;
    }

    /** How many tasks it has. */
    int tasks() {
        return queued.size() + begun.size();
    }
}
