package org.interleave.workbench.trace;

import java.util.Locale;
import org.interleave.threads.LockTrace.Kind;

/** The state of a task at a giant lock: it holds the lock, waits for it, or is elsewhere. */
enum LockState {
    /** It has not begun, or has ended. */
    ABSENT,
    /** It wants the lock and has neither taken it nor found it taken. */
    TAKING,
    /** It holds the lock and runs. */
    HOLDING,
    /** It found the lock taken, or dropped it on request, and waits. */
    WAITING,
    /** It is in I/O or another wait, without the lock. */
    ELSEWHERE,
    /** It was not recorded: the trace was full. */
    UNKNOWN;

    /** What a task does from an event on; whatever came before makes no difference. */
    static LockState after(Kind kind) {
        return switch (kind) {
            case BEGUN, DROPPED, REENTERED -> TAKING;
            case WAITING, FAILED_WAKEUP, DROP_REQUEST, FORCED -> WAITING;
            case ACQUIRED -> HOLDING;
            case LEFT -> ELSEWHERE;
            case ENDED -> ABSENT;
        };
    }

    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
