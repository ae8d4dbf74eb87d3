package org.interleave.core.workloads;

import java.io.IOException;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;

/** Computes a little and then ends the process it runs in, one way or another. */
final class DoomedTask implements Task<Long> {

    private static final long serialVersionUID = 1;

    /** How a task is lost, and what an error has to say of it. */
    enum Fate {
        /** A signal kills the process. */
        KILLED("SIGKILL"),

        /** The task exits the process, having said so on stderr. */
        EXITS(LAST_WORDS),

        /** The task stops the process without any ado. */
        HALTS("exit status 4"),

        /** The task has a class that only the process it was made in can load. */
        UNKNOWN(UnknownTask.CLASS);

        private final String sign;

        Fate(String sign) {
            this.sign = sign;
        }

        /** What a clear error contains, beside the task and who ran it. */
        String sign() {
            return sign;
        }
    }

    private static final String LAST_WORDS = "a task exits this process";
    private static final int WORK = 10_000;

    private final Fate fate;
    private boolean met;

    private DoomedTask(Fate fate) {
        this.fate = fate;
    }

    /** A task that meets its fate. */
    static Task<Long> of(Fate fate) {
        return fate == Fate.UNKNOWN ? UnknownTask.make() : new DoomedTask(fate);
    }

    /** The fate of a task that {@link #of} has made. */
    static Fate fateOf(Task<Long> task) {
        return task instanceof DoomedTask doomed ? doomed.fate : Fate.UNKNOWN;
    }

    @Override
    public Step<Long> advance(Turn turn) throws IOException {
        Tick.run(1, WORK);
        if (!met) {
            met = true;
            meetFate();
        }
        return Step.ready();
    }

    private void meetFate() throws IOException {
        switch (fate) {
            case KILLED -> kill(ProcessHandle.current().pid());
            case EXITS -> {
                System.err.println(LAST_WORDS);
                System.exit(3);
            }
            case HALTS -> Runtime.getRuntime().halt(4);
            case UNKNOWN -> throw new IllegalStateException("has a class of its own");
        }
    }

    /** May return before the signal has come; the task computes on until it does. */
    private static void kill(long pid) throws IOException {
        new ProcessBuilder("kill", "-KILL", Long.toString(pid)).start();
    }
}
