package org.interleave.processes;

/**
 * Decides when a worker asks for another task of a run: when none that it has can go on, because all wait or are done.
 * So a worker usually has one task, as an interpreter in a pool of processes has, yet tasks that wait for each other
 * cannot fill the workers and keep those they wait for from starting.
 *
 * <p>Daemons do not count: they may compute for as long as others run, and must not keep those from starting.
 *
 * <p>Thread-safe: guarded by its monitor. Sending a frame does not wait.
 */
final class Intake {

    private final int run;
    private final FrameWriter parent;
    private int runnable;
    private boolean asked = true;

    /** Nothing to do yet; the parent takes it that this worker has asked. */
    Intake(int run, FrameWriter parent) {
        this.run = run;
        this.parent = parent;
    }

    /** The parent has given a task, which is runnable. */
    synchronized void taken(boolean daemon) {
        asked = false;
        runnable += daemon ? 0 : 1;
        askIfIdle();
    }

    /** A task that is no daemon waits, or is done. */
    synchronized void paused() {
        runnable--;
        askIfIdle();
    }

    /** A task that is no daemon wants to go on after a wait. */
    synchronized void resumed() {
        runnable++;
    }

    private void askIfIdle() {
        if (runnable == 0 && !asked) {
            asked = true;
            parent.send(new Frame.Want(run));
        }
    }
}
