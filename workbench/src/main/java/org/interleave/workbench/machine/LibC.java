package org.interleave.workbench.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * The system's C library: the few calls that Java has no equivalent for. Linux on 64-bit processors only; check
 * {@link #AVAILABLE} first.
 */
public final class LibC {

    /** Whether the calls of this class work here. */
    public static final boolean AVAILABLE =
            System.getProperty("os.name").equals("Linux") && ValueLayout.ADDRESS.byteSize() == Long.BYTES;

    private static final int RUSAGE_SELF = 0;

    /** {@code struct rusage}: two timevals of two longs each, then fourteen longs. */
    private static final int RUSAGE_LONGS = 18;

    private static final int NVCSW = 16;
    private static final int NIVCSW = 17;

    /** {@code cpu_set_t} holds this many processors. */
    private static final int CPU_SET_SIZE = 1024;

    /** Of x86, Arm, RISC-V and S/390; elsewhere it may fail as if nothing were a terminal. */
    private static final long TIOCGWINSZ = 0x5413;

    /** {@code struct winsize}: rows, columns, and their size in pixels. */
    private static final int WINSIZE_SHORTS = 4;

    private static final int WINSIZE_COLUMNS = 1;

    /** Kinds of clocks, and the bits that they take. */
    private static final int CPUCLOCK_SCHED = 2;

    private static final int CPUCLOCK_PERTHREAD = 4;
    private static final int CPUCLOCK_BITS = 3;

    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_SETOWN = 8;
    private static final int F_SETSIG = 10;
    private static final int SIGKILL = 9;

    /** Of x86, Arm, RISC-V and S/390. */
    private static final int O_ASYNC = 020000;

    /** {@code struct pollfd}: a descriptor, the events asked for, the events returned, of which the low byte is enough. */
    private static final int POLLFD_REVENTS = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 6 : 7;

    private static final int POLLHUP = 0x10;

    private LibC() {}

    /** Context switches of a process so far, with its ended threads. */
    record Usage(long voluntarySwitches, long involuntarySwitches) {}

    /** What this process used so far. */
    static Usage ownUsage() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment usage = arena.allocate(ValueLayout.JAVA_LONG, RUSAGE_LONGS);
            check("getrusage", (int) (long) Calls.GETRUSAGE.invokeExact((long) RUSAGE_SELF, usage.address(), 0L));
            return new Usage(
                    usage.getAtIndex(ValueLayout.JAVA_LONG, NVCSW), usage.getAtIndex(ValueLayout.JAVA_LONG, NIVCSW));
        } catch (Throwable thrown) {
            throw failed("getrusage", thrown);
        }
    }

    /**
     * Processor time of a process with its ended threads, in nanoseconds, from the process's own clock.
     *
     * @param pid a process of this user
     * @throws IllegalStateException if there is no such process
     */
    static long cpuNanos(long pid) {
        return nanos(CPUCLOCK_SCHED, pid);
    }

    /**
     * Processor time of a thread of this process up to now, in nanoseconds.
     *
     * @throws IllegalStateException if there is no such thread
     */
    static long threadCpuNanos(long tid) {
        return nanos(CPUCLOCK_SCHED | CPUCLOCK_PERTHREAD, tid);
    }

    private static long nanos(int clock, long id) {
        long encoded = (int) (~id << CPUCLOCK_BITS | clock); // as the kernel's MAKE_PROCESS_CPUCLOCK does
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG, 2);
            check("clock_gettime", (int) (long) Calls.CLOCK_GETTIME.invokeExact(encoded, time.address(), 0L));
            return time.getAtIndex(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L
                    + time.getAtIndex(ValueLayout.JAVA_LONG, 1);
        } catch (Throwable thrown) {
            throw failed("clock_gettime", thrown);
        }
    }

    /** The processors that this thread, and what it starts from now on, may use. */
    public static List<Integer> affinity() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = arena.allocate(CPU_SET_SIZE / Byte.SIZE);
            check("sched_getaffinity", (int) AffinityHandles.SCHED_GETAFFINITY.invokeExact(0, set.byteSize(), set));
            return BitSet.valueOf(set.toArray(ValueLayout.JAVA_BYTE)).stream()
                    .boxed()
                    .toList();
        } catch (Throwable thrown) {
            throw failed("sched_getaffinity", thrown);
        }
    }

    /** Sets the processors that this thread, and what it starts from now on, may use. */
    public static void setAffinity(List<Integer> cpus) {
        BitSet bits = new BitSet(CPU_SET_SIZE);
        cpus.forEach(bits::set);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment set = arena.allocate(CPU_SET_SIZE / Byte.SIZE);
            set.copyFrom(MemorySegment.ofArray(bits.toByteArray()));
            check("sched_setaffinity", (int) AffinityHandles.SCHED_SETAFFINITY.invokeExact(0, set.byteSize(), set));
        } catch (Throwable thrown) {
            throw failed("sched_setaffinity", thrown);
        }
    }

    /** The width of a terminal in columns, 0 if it does not know; empty if what is open there is no terminal. */
    public static OptionalInt terminalColumns(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(ValueLayout.JAVA_SHORT, WINSIZE_SHORTS);
            int status = (int) TerminalHandles.IOCTL.invokeExact(descriptor, TIOCGWINSZ, size);
            return status < 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(Short.toUnsignedInt(size.getAtIndex(ValueLayout.JAVA_SHORT, WINSIZE_COLUMNS)));
        } catch (Throwable thrown) {
            throw failed("ioctl", thrown);
        }
    }

    /**
     * Has the kernel kill this process when the other end of a pipe is closed, or something is written there, whatever this
     * process does then.
     *
     * @param descriptor the end of the pipe that is read from
     */
    public static void dieWithPipe(int descriptor) {
        try {
            int self = Math.toIntExact(ProcessHandle.current().pid());
            int flags = fcntl(descriptor, F_GETFL, 0);
            fcntl(descriptor, F_SETOWN, self);
            fcntl(descriptor, F_SETSIG, SIGKILL);
            fcntl(descriptor, F_SETFL, flags | O_ASYNC);
        } catch (Throwable thrown) {
            throw failed("fcntl", thrown);
        }
    }

    /** Whether the other end of a pipe is closed. */
    public static boolean hungUp(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(ValueLayout.JAVA_LONG);
            poll.set(ValueLayout.JAVA_INT, 0, descriptor);
            check("poll", (int) (long) Calls.POLL.invokeExact(poll.address(), 1L, 0L));
            return (poll.get(ValueLayout.JAVA_BYTE, POLLFD_REVENTS) & POLLHUP) != 0;
        } catch (Throwable thrown) {
            throw failed("poll", thrown);
        }
    }

    private static int fcntl(int descriptor, int command, int argument) throws Throwable {
        int answer = (int) (long) Calls.FCNTL.invokeExact((long) descriptor, (long) command, (long) argument);
        check("fcntl", answer);
        return answer;
    }

    private static void check(String function, int status) {
        if (status < 0) {
            throw new IllegalStateException(function + " failed");
        }
    }

    private static RuntimeException failed(String function, Throwable thrown) {
        return thrown instanceof RuntimeException runtime
                ? runtime
                : new IllegalStateException(function + " cannot be called", thrown);
    }

    private static MethodHandle handle(String function, FunctionDescriptor descriptor, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), descriptor, options);
    }

    /** Looked up when first needed. */
    private static final class TerminalHandles {

        static final MethodHandle IOCTL = handle(
                "ioctl",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(2));
    }

    /**
     * Looked up when first needed, by every fork. To link one shape of a call takes a fork tens of milliseconds, so all have the
     * same: up to three integers or addresses, each of which takes a register of its own, and an answer of which the lower half
     * counts.
     */
    private static final class Calls {

        private static final FunctionDescriptor THREE_REGISTERS = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

        static final MethodHandle GETRUSAGE = handle("getrusage", THREE_REGISTERS);
        static final MethodHandle CLOCK_GETTIME = handle("clock_gettime", THREE_REGISTERS);
        static final MethodHandle FCNTL = handle("fcntl", THREE_REGISTERS);
        static final MethodHandle POLL = handle("poll", THREE_REGISTERS);
    }

    /** Looked up when first needed. */
    private static final class AffinityHandles {

        private static final FunctionDescriptor DESCRIPTOR = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);

        static final MethodHandle SCHED_GETAFFINITY = handle("sched_getaffinity", DESCRIPTOR);
        static final MethodHandle SCHED_SETAFFINITY = handle("sched_setaffinity", DESCRIPTOR);
    }
}
