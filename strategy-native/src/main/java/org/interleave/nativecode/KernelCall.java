package org.interleave.nativecode;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * A task's {@code interleave_call}: what a kernel is told beside its values, and what it says when it fails.
 *
 * <p>Used by the task's thread, but for {@link #cancel}. Its memory is there for as long as this is.
 */
final class KernelCall {

    private static final long TEXT_BYTES = 256;

    private static final StructLayout LAYOUT = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("cancelled"),
            ValueLayout.JAVA_INT.withName("code"),
            MemoryLayout.sequenceLayout(TEXT_BYTES, ValueLayout.JAVA_BYTE).withName("text"),
            ValueLayout.ADDRESS.withName("release"),
            ValueLayout.ADDRESS.withName("acquire"),
            ValueLayout.ADDRESS.withName("context"));

    private static final VarHandle CANCELLED = LAYOUT.varHandle(groupElement("cancelled"));
    private static final VarHandle CODE = LAYOUT.varHandle(groupElement("code"));
    private static final VarHandle RELEASE = LAYOUT.varHandle(groupElement("release"));
    private static final VarHandle ACQUIRE = LAYOUT.varHandle(groupElement("acquire"));
    private static final long TEXT = LAYOUT.byteOffset(groupElement("text"));

    private final MemorySegment memory;
    private final long address;

    private KernelCall(MemorySegment memory) {
        this.memory = memory;
        address = memory.address();
    }

    /** A call for each task of a run, in one piece of memory that goes when none is used any more. */
    static List<KernelCall> forTasks(int size) {
        return Arena.ofAuto()
                .allocate(LAYOUT.byteSize() * Math.max(1, size), LAYOUT.byteAlignment())
                .elements(LAYOUT)
                .limit(size)
                .map(KernelCall::new)
                .toList();
    }

    /** Where it is, for C. */
    long address() {
        return address;
    }

    /** Has the kernel told that it should return soon. From any thread. */
    void cancel() {
        CANCELLED.setVolatile(memory, 0L, 1);
    }

    /** Has the macros of a kernel call these functions. */
    void leadMacros(MemorySegment release, MemorySegment acquire) {
        RELEASE.set(memory, 0L, release);
        ACQUIRE.set(memory, 0L, acquire);
    }

    /** The code that a kernel failed with. */
    int code() {
        return (int) CODE.get(memory, 0L);
    }

    /** The text that a kernel failed with; of a kernel that wrote it by itself, up to its end at most. */
    String text() {
        byte[] bytes = memory.asSlice(TEXT, TEXT_BYTES).toArray(ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, UTF_8);
    }
}
