package org.interleave.processes.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The capacity of a named pipe, beyond which whoever writes has to wait. Linux alone lets one choose, by {@code fcntl},
 * which Java has no counterpart of.
 */
final class PipeSize {

    /** What Linux lets everyone have unless told otherwise, in bytes. */
    private static final int LARGE = 1 << 20;

    static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private static final int READ_AND_WRITE = 02;
    private static final int CLOSE_ON_EXEC = 02000000;
    private static final int SET_PIPE_SIZE = 1031;
    private static final int GET_PIPE_SIZE = 1032;

    private PipeSize() {}

    /**
     * Enlarges a pipe that someone holds open. One that cannot be enlarged stays as it is, and works: Linux refuses users
     * without privileges who have about 64 MiB of them, and makes their new ones small.
     *
     * @return how many bytes it holds, or a negative number where that cannot be known
     */
    static int enlarge(Path path) {
        if (!LINUX) {
            return -1;
        }
        try (Arena arena = Arena.ofConfined()) {
            int descriptor =
                    (int) Native.OPEN.invokeExact(arena.allocateFrom(path.toString()), READ_AND_WRITE | CLOSE_ON_EXEC);
            if (descriptor < 0) {
                return -1;
            }
            int size = (int) Native.FCNTL.invokeExact(descriptor, SET_PIPE_SIZE, LARGE);
            if (size < 0) {
                size = (int) Native.FCNTL.invokeExact(descriptor, GET_PIPE_SIZE, 0);
            }
            int ignored = (int) Native.CLOSE.invokeExact(descriptor);
            return size;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the C functions throw nothing", e);
        }
    }

    /** Linked when first used. */
    private static final class Native {

        static final MethodHandle OPEN = link(
                "open",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        static final MethodHandle FCNTL = link(
                "fcntl",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        static final MethodHandle CLOSE =
                link("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private static MethodHandle link(String function, FunctionDescriptor type, Linker.Option... options) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), type, options);
        }
    }
}
