package org.interleave.threads;

import java.util.List;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.runtime.RunSetup;

/**
 * A kind of giant lock that can be chosen by name. Policies are providers of a service, see {@link
 * java.util.ServiceLoader}: a jar that names one makes the strategy {@code giant-lock:NAME}.
 *
 * <p>Instances hold no state and may be used from any thread.
 */
public interface LockPolicy {

    /** What comes after {@code giant-lock:} on the command line: lower case, words joined by hyphens. */
    String name();

    /** One line that says when the holder gives way, and to whom. */
    String description();

    /** What can be set, empty if nothing. */
    default List<Parameter<?>> options() {
        return List.of();
    }

    /**
     * Ticks between two checkpoints, at least one; unless overridden {@link RunSetup#GUARDED_BUDGET}.
     *
     * @param options values for {@link #options()}
     */
    default int budget(Parameters options) {
        return RunSetup.GUARDED_BUDGET;
    }

    /**
     * Makes the lock of one run.
     *
     * @param options values for {@link #options()}
     * @param events what the lock has to tell what happens at it
     */
    GiantLock newLock(Parameters options, LockEvents events);
}
