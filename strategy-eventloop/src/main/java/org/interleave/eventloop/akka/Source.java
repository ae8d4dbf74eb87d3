package org.interleave.eventloop.akka;

import java.io.IOException;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;

/** What a task receives from, as its actor has it: its inbox, a socket or a timer. Used by that actor only. */
interface Source {

    /**
     * Delivers what comes next, if it is there.
     *
     * @return whether there was something
     * @throws IOException if nothing will come because it failed
     */
    boolean deliverTo(TaskRun<?> task) throws IOException;

    /** The nanoseconds until there is something though nobody tells the actor so. */
    default long next() {
        return TimerExpirations.NEVER;
    }
}
