package org.interleave.threads;

import java.util.List;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;

/** {@link TimedLock}: a waiter asks after a switch interval. */
public final class TimedPolicy implements LockPolicy {

    @Override
    public String name() {
        return "timed";
    }

    @Override
    public String description() {
        return "threads under the giant lock of CPython since 3.2: dropped on request, after 5 ms";
    }

    @Override
    public List<Parameter<?>> options() {
        return List.of(SwitchInterval.OPTION);
    }

    @Override
    public GiantLock newLock(Parameters options, LockEvents events) {
        return new TimedLock(options.get(SwitchInterval.OPTION), events);
    }
}
