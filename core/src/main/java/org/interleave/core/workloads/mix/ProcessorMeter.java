package org.interleave.core.workloads.mix;

import java.util.List;
import org.interleave.core.runtime.ProcessorTime;

/**
 * What this process and its children use of the processors from a moment on, but for the thread that reads the meter.
 *
 * @param children the processes that it had then
 * @param before what all of them had used then
 */
record ProcessorMeter(List<ProcessHandle> children, long before) {

    /** A meter that nobody has started. */
    static final ProcessorMeter NONE = new ProcessorMeter(List.of(), 0);

    /** Starts one. */
    static ProcessorMeter start() {
        List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
        return new ProcessorMeter(children, used(children));
    }

    private static long used(List<ProcessHandle> children) {
        return ProcessorTime.ofProcess() + ProcessorTime.of(children) - ProcessorTime.ofThread();
    }

    /** Reads it, on the thread that started it. */
    long nanos() {
        return Math.max(0, used(children) - before);
    }
}
