package org.interleave.processes.wire;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** The C library's {@code mkfifo}, which Java has no counterpart of. */
public final class MakeFifo {

    private static final String FUNCTION = "mkfifo";
    private static final int OWNER_ONLY = 0600;

    private MakeFifo() {}

    /** Whether this system has named pipes. */
    public static boolean available() {
        return Linker.nativeLinker().defaultLookup().find(FUNCTION).isPresent();
    }

    /** Makes a named pipe that only the user may open. */
    static void at(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Native.STATE);
            int result = (int) Native.MKFIFO.invokeExact(state, arena.allocateFrom(path.toString()), OWNER_ONLY);
            if (result != 0) {
                throw new IOException(
                        "cannot make a named pipe at " + path + ": errno " + (int) Native.ERRNO.get(state, 0L));
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the C function throws nothing", e);
        }
    }

    /** Linked when first used. */
    private static final class Native {

        static final StructLayout STATE = Linker.Option.captureStateLayout();
        static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

        /** {@code mode_t} has 32 bits on Linux; where it has 16, a register carries it all the same. */
        static final MethodHandle MKFIFO = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow(FUNCTION),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        Linker.Option.captureCallState("errno"));
    }
}
