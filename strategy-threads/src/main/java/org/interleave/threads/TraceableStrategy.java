package org.interleave.threads;

import org.interleave.core.Execution;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;

/** A strategy with a giant lock whose events can be traced. */
public interface TraceableStrategy extends Strategy {

    /**
     * Gets ready to run tasks once, with every event at the lock recorded.
     *
     * @param options values for {@link #options()}
     * @param trace takes the events; of one run only
     */
    Execution open(Parameters options, LockTrace trace);
}
