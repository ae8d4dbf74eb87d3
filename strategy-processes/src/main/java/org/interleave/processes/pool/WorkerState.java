package org.interleave.processes.pool;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * A worker's part in a run: the tasks that it was sent, and whether it asks for more, ends or is killed. Guarded by the lock
 * of {@link TaskTable}, but for what says otherwise.
 */
final class WorkerState {

    final Worker worker;
    final ChunkSize chunk;

    /** The tasks it was sent and is not known to have begun, in order. */
    final Set<Integer> queued = new LinkedHashSet<>();

    /** The tasks it has begun, and when that was heard. */
    final Map<Integer, Long> begun = new HashMap<>();

    /** The tasks to whose inboxes it has sent. Of the thread that reads from the worker. */
    final BitSet addressed = new BitSet();

    /** The number of tasks it was sent. */
    int sent;

    /** Whether it requests tasks. */
    boolean requesting = true;

    /** Whether tasks of it are being reclaimed: it was told so and has not answered. */
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

    /** The number of tasks it has. */
    int tasks() {
        return queued.size() + begun.size();
    }

    /** Ends it in order, as it has had all the tasks it may. */
    void retire() {
        retired = true;
        worker.retire();
    }

    /**
     * Kills it if it has had a task, daemons not counted, or failed to begin one or to end, for longer than a limit.
     *
     * @param then the limit before now
     * @param daemons tells which tasks are daemons
     */
    void killIfOverdue(long then, Duration limit, IntPredicate daemons) {
        begun.forEach((task, since) -> {
            if (since - then < 0 && !daemons.test(task)) {
                overdueTask = task;
                fate = "was killed because task " + task + " had run for longer than "
                        + PoolOptions.setting(PoolOptions.TASK_TIMEOUT, limit);
            }
        });
        boolean owesABeginning = begun.isEmpty() && (retired || !queued.isEmpty());
        if (owesABeginning && lastHeard - then < 0) {
            fate = "was killed because it did nothing for longer than "
                    + PoolOptions.setting(PoolOptions.TASK_TIMEOUT, limit);
        }
        if (!fate.isEmpty()) {
            worker.kill();
        }
    }

    /** Kills it, as its tasks are cancelled and have not ended. */
    void killToCancel() {
        fate = "was killed because its tasks did not end when they were cancelled";
        killedToCancel = true;
        worker.kill();
    }
}
