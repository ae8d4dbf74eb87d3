package org.interleave.threads;

import java.util.List;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;

/** {@link PriorityLock}: who comes back from I/O asks at once. */
public final class PriorityPolicy implements LockPolicy {

    @Override
    public String name() {
        return "priority";
    }

    @Override
    public String description() {
        return "threads under a giant lock that a task back from I/O takes at once from one that computes";
    }

    @Override
    public List<Parameter<?>> options() {
        return List.of(SwitchInterval.OPTION);
    }

    @Override
    public GiantLock newLock(Parameters options, LockEvents events) {
        return new PriorityLock(options.get(SwitchInterval.OPTION), events);
    }
}
