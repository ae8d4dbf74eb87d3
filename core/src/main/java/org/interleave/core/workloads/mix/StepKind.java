package org.interleave.core.workloads.mix;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.interleave.core.Step;

/** What a request may spend a step on. */
public enum StepKind {
    /** It computes, and lets others have their turns. */
    COMPUTE,

    /** It waits for what is elsewhere, such as another service. */
    WAIT,

    /** It makes a call that blocks its thread: a {@link Step.Blocking}. */
    BLOCKING,

    /** It sends a message to another task, and waits for the answer. */
    MESSAGE,

    /** It adds to a number that all share. */
    CELL,

    /** It computes in native code: as one instruction that keeps the lock, or as a call that does without. */
    NATIVE;

    /** The name that the user writes. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all. */
    public static List<String> titles() {
        return Arrays.stream(values()).map(StepKind::title).toList();
    }
}
