package org.interleave.threads;

import java.util.List;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;

/** {@link FairLock}: first come, first served. */
public final class FairPolicy implements LockPolicy {

    @Override
    public String name() {
        return "fair";
    }

    @Override
    public String description() {
        return "threads under a giant lock that is handed over, first come, first served, after 5 ms";
    }

    @Override
    public List<Parameter<?>> options() {
        return List.of(SwitchInterval.OPTION);
    }

    @Override
    public GiantLock newLock(Parameters options, LockEvents events) {
        return new FairLock(options.get(SwitchInterval.OPTION), events);
    }
}
