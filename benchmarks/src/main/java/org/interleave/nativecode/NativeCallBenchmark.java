package org.interleave.nativecode;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Availability;
import org.interleave.core.Kernel.Argument;
import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.TaskLoop;
import org.interleave.threads.GiantLock;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a call of C code cost, and what does it cost to release the giant lock around it or within? It is in the package of
 * what it measures.
 *
 * <p>{@code slice} is {@code kept} with all that a task's thread looks at around a call: how much is left, whether to stop, the lock.
 *
 * <p>Expected: {@code kept} within 1.2 times {@code bareJni}, {@code bareForeign} or {@code bareCritical}; {@code flagged} within
 * 1.2 times {@code bareJni} or {@code bareForeign} and {@code releaseAndAcquire}, the lock's own cost; {@code allowing} within 1.2
 * times {@code bareJniUpcalls} or {@code bareForeignUpcalls} and {@code releaseAndAcquire}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class NativeCallBenchmark {

    /** Bare calls, and what they come back to. */
    @State(Scope.Thread)
    public static class Bare {

        private final Target target = new Target();
        private final MemorySegment nothing = BareCalls.NOTHING;
        private final long nothingAddress = BareCalls.NOTHING.address();
        private long ticks = 1;
        private long release;
        private long acquire;

        /** Looks up the methods. */
        @Setup
        public void find() {
            release = BareCalls.method(target, "release");
            acquire = BareCalls.method(target, "acquire");
        }
    }

    /** Two methods that do next to nothing: HotSpot does not call an empty one from JNI. */
    static final class Target {

        @SuppressWarnings("UnusedVariable") // what counts is the write
        private long calls;

        @SuppressWarnings("UnusedMethod") // called from C
        void release() {
            calls++;
        }

        @SuppressWarnings("UnusedMethod") // called from C
        void acquire() {
            calls++;
        }
    }

    /** A lock that this thread holds, and nobody else wants. */
    @State(Scope.Thread)
    public static class Held {

        private final GiantLock lock = GiantLock.timed(Duration.ofMillis(5));

        /** Takes the lock, before every iteration, on the thread that runs it. */
        @Setup(Level.Iteration)
        public void begin() {
            lock.begin(0);
        }

        /** Releases it. */
        @TearDown(Level.Iteration)
        public void end() {
            lock.end();
        }
    }

    /** A kernel that keeps the lock. */
    @State(Scope.Thread)
    public static class Kept {

        /** The way into C. */
        @Param({"HELD", "FOREIGN_HELD", "FOREIGN_CRITICAL"})
        public String mode = "";

        private @Nullable Prepared prepared;

        /** Gets ready. */
        @Setup
        public void prepare() {
            prepared = Prepared.kernel(mode, "nothing", Guard.NONE);
        }
    }

    /** A kernel for which the lock is released. */
    @State(Scope.Thread)
    public static class Flagged extends Held {

        /** The way into C. */
        @Param({"RELEASED", "FOREIGN_RELEASED"})
        public String mode = "";

        private @Nullable Prepared prepared;

        /** Gets ready. */
        @Setup
        public void prepare() {
            prepared = Prepared.kernel(mode, "nothing", super.lock);
        }
    }

    /** A kernel that releases the lock by itself. */
    @State(Scope.Thread)
    public static class Allowing extends Held {

        /** The way into C. */
        @Param({"RELEASED", "FOREIGN_RELEASED"})
        public String mode = "";

        private @Nullable Prepared prepared;

        /** Gets ready. */
        @Setup
        public void prepare() {
            prepared = Prepared.kernel(mode, "nothing_allowing", super.lock);
        }
    }

    /** A kernel on its way, as a task's thread has it. */
    private record Prepared(LoadedKernel kernel, KernelMemory memory, KernelCalls calls, KernelRun run) {

        static Prepared kernel(String modeName, String name, Guard lock) {
            NativeMode mode = NativeMode.valueOf(modeName);
            if (NativeLibrary.availability() instanceof Availability.Unavailable unavailable) {
                throw new IllegalStateException(unavailable.reason());
            }
            LoadedKernel kernel = KernelCatalog.load().named(name);
            TaskLoop none = new GuardedTaskLoop(lock, 1, List.of());
            KernelSetting setting = new KernelSetting(lock, mode.newCalls(), mode.releases(), 1, false, calls -> none);
            KernelMemory memory = KernelMemory.of(
                    kernel,
                    List.of(new Argument.Word(1)),
                    KernelCall.forTasks(1).getFirst(),
                    setting);
            setting.calls().prepare(memory);
            return new Prepared(
                    kernel,
                    memory,
                    setting.calls(),
                    new KernelRun(kernel, memory, setting.calls(), setting.releasedAround(kernel), () -> false));
        }

        static Prepared ready(@Nullable Prepared prepared) {
            if (prepared == null) {
                throw new IllegalStateException("not prepared");
            }
            return prepared;
        }

        int call() {
            return calls.call(kernel, memory, 1);
        }

        boolean slice() {
            return run.call(1);
        }
    }

    /** An empty call through JNI. */
    @Benchmark
    public int bareJni(Bare bare) {
        return BareCalls.nothing(bare.nothingAddress, 0, bare.ticks, 0);
    }

    /** An empty foreign call. */
    @Benchmark
    public int bareForeign(Bare bare) throws Throwable {
        return (int) BareCalls.CALL.invokeExact(bare.nothing, 0L, bare.ticks, 0L);
    }

    /** An empty critical call. */
    @Benchmark
    public int bareCritical(Bare bare) throws Throwable {
        return (int) BareCalls.CRITICAL_CALL.invokeExact(bare.nothing, 0L, bare.ticks, 0L);
    }

    /** A call through JNI that calls two methods. */
    @Benchmark
    public int bareJniUpcalls(Bare bare) {
        return BareCalls.twoUpcalls(bare.target, bare.release, bare.acquire);
    }

    /** A foreign call that calls a method twice. */
    @Benchmark
    public int bareForeignUpcalls() throws Throwable {
        return (int) BareCalls.TWO_UPCALLS.invokeExact(BareCalls.COUNT, BareCalls.COUNT, 0L);
    }

    /** Releases the lock and takes it again, as around a wait. */
    @Benchmark
    public void releaseAndAcquire(Held held) {
        held.lock.releaseForWait();
        held.lock.acquireAfterWait();
    }

    /** A kernel that does nothing, with the lock kept. */
    @Benchmark
    public int kept(Kept kernel) {
        return Prepared.ready(kernel.prepared).call();
    }

    /** The same as a slice of a task. */
    @Benchmark
    public boolean slice(Kept kernel) {
        return Prepared.ready(kernel.prepared).slice();
    }

    /** The same with the lock released around it. */
    @Benchmark
    public boolean flagged(Flagged kernel) {
        return Prepared.ready(kernel.prepared).slice();
    }

    /** A kernel that releases the lock and takes it again. */
    @Benchmark
    public boolean allowing(Allowing kernel) {
        return Prepared.ready(kernel.prepared).slice();
    }
}
