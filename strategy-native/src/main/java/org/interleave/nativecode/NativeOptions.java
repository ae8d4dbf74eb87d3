package org.interleave.nativecode;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.threads.FairPolicy;
import org.interleave.threads.GiantLock;
import org.interleave.threads.LockEvents;
import org.interleave.threads.LockPolicy;
import org.interleave.threads.PriorityPolicy;
import org.interleave.threads.TickPolicy;
import org.interleave.threads.TimedPolicy;

/** The options of strategies of native code under a giant lock, and where all of them find kernels. */
public final class NativeOptions {

    /** The system property that lists the files of the user's libraries, with the separator of paths between them. */
    public static final String KERNEL_LIBRARIES = "interleave.kernel-libraries";

    private static final LockPolicy TIMED = new TimedPolicy();

    /** The lock that calls are made under. An option of one of these locks is ignored by the others. */
    public static final Parameter<LockPolicy> LOCK = Parameter.choice(
            "lock",
            "the giant lock that C code is called under",
            TIMED,
            List.of(new TickPolicy(), TIMED, new PriorityPolicy(), new FairPolicy()),
            LockPolicy::name);

    private static final long MOST_CALL_TICKS = 1_000_000_000_000L;

    /** How long a call is. By default no task ends before its first call does. */
    public static final Parameter<Long> CALL_TICKS = Parameter.count(
            "call-ticks",
            "ticks of one call of C code, after which others may get the lock",
            MOST_CALL_TICKS,
            MOST_CALL_TICKS,
            1,
            MOST_CALL_TICKS);

    /** All of them, with those of the locks. */
    static final List<Parameter<?>> ALL = Stream.concat(
                    Stream.<Parameter<?>>of(LOCK, CALL_TICKS),
                    Stream.<LockPolicy>of(new TickPolicy(), TIMED).flatMap(policy -> policy.options().stream()))
            .toList();

    private NativeOptions() {}

    /** A lock as the options say. */
    static GiantLock newLock(Parameters options, LockEvents events) {
        return options.get(LOCK).newLock(options, events);
    }

    /** Ticks between two checkpoints of a task in Java. */
    static int budget(Parameters options) {
        return options.get(LOCK).budget(options);
    }
}
