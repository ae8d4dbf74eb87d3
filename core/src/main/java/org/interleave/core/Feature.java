package org.interleave.core;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A capability that a workload may need and a strategy may offer. */
public enum Feature {
    /** Tasks run beside each other: one that waits or computes does not keep the others from ever starting. */
    CONCURRENCY("runs its tasks one after another"),

    /** Tasks share {@linkplain Cell cells}. */
    SHARED_CELLS("its tasks share no memory"),

    /** Tasks send to each other's {@linkplain Port.Inbox inboxes}. */
    INBOXES("its tasks cannot send each other messages"),

    /** Tasks use {@linkplain Port.Udp datagram sockets}. */
    DATAGRAMS("its tasks cannot open sockets"),

    /** Tasks use {@linkplain Port.Tcp TCP connections}. */
    CONNECTIONS("its tasks cannot open connections"),

    /** A task that ends its process, or cannot even be loaded there, is lost alone: tasks run in other processes. */
    ISOLATION("runs its tasks in a process that would be lost with one of them"),

    /** Tasks are C code alone: there is a {@linkplain Kernel kernel} and nothing to run in its place. */
    KERNELS("runs no C code");

    /**
     * What tasks in Java may do that are in one process, all but {@link #ISOLATION} and {@link #KERNELS}: for a strategy
     * whose tasks run in this one.
     */
    public static final Set<Feature> IN_PROCESS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ISOLATION, KERNELS)));

    private final String absence;

    Feature(String absence) {
        this.absence = absence;
    }

    /** The reason a strategy without it gives, to follow the strategy's name. */
    public String absence() {
        return absence;
    }
}
