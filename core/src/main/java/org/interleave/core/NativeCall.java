package org.interleave.core;

/**
 * A call of native code, as one step of a task: asked for by {@link Step.Blocking}. A strategy that runs C code calls the twin, with its
 * lock kept or released as the strategy and the code say. Others call the same in Java: code that releases is a blocking call like
 * any other; code that does not is part of the task's turn, one instruction, however long it takes.
 */
public interface NativeCall extends Call {

    /** Whether the code does without the lock that its task runs under, as C code between {@code Py_BEGIN_ALLOW_THREADS} and its end. */
    boolean releases();

    /** The function in C, and what it answers. It needs neither an instance nor a message. */
    Kernel<Message> twin();
}
