package org.interleave.workbench.machine;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The processor time of the just-in-time compilers of this JVM and of its children's.
 *
 * <p>On Linux it is that of the compilers' threads, in nanoseconds, from the scheduler: it counts what is being compiled
 * just now, and in worker processes too, neither of which {@link CompilationMXBean} does. This JVM's are looked up once, so
 * it has to be started with {@code -XX:-UseDynamicNumberOfCompilerThreads}. Where the scheduler does not tell, it is that
 * bean's: of this JVM alone, in milliseconds, a method's when it is compiled.
 */
public final class CompilerTime {

    private static final Path PROC = Path.of("/proc");

    /** The names of compilers' threads, which the system cuts to fifteen characters. */
    private static final Pattern COMPILER = Pattern.compile("(C1|C2|JVMCI) Compiler.*");

    private static final boolean TOLD = LibC.AVAILABLE && Files.isReadable(PROC.resolve("self/schedstat"));

    /** What a thread of a JVM is called by the system until it is given its name. */
    private static final String UNNAMED = "java";

    /** Threads that are none, which need not be asked for their names again. */
    private static final Set<Path> OTHERS = ConcurrentHashMap.newKeySet();

    private static final long PAUSE_MILLIS = 1;

    /** The scheduler tells of a child's running thread what it had at its last tick, of which there may be 250 a second. */
    private static final long PAUSE_MILLIS_OF_CHILDREN = 5;

    /** What a compiler takes that only wakes up to find nothing, in a pause. */
    private static final long IDLE_NANOS = 50_000;

    private CompilerTime() {}

    /** Looked up when first needed. */
    private static final class Own {
        static final long[] THREADS = compilers(ProcessHandle.current().pid())
                .mapToLong(thread -> Long.parseLong(thread.getFileName().toString()))
                .toArray();
    }

    /**
     * The time so far, in nanoseconds. A child's is gone with the child.
     *
     * @param children of this process
     */
    public static long nanos(List<ProcessHandle> children) {
        if (!TOLD) {
            CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
            return compiler == null ? 0 : TimeUnit.MILLISECONDS.toNanos(compiler.getTotalCompilationTime());
        }
        long sum = 0;
        for (long thread : Own.THREADS) {
            sum += LibC.threadCpuNanos(thread);
        }
        for (ProcessHandle child : children) {
            sum += compilers(child.pid()).mapToLong(CompilerTime::nanosOf).sum();
        }
        return sum;
    }

    /**
     * Waits until the compilers have nothing to do: what they would else compile in what comes next came of what was before.
     *
     * @param most how long to wait at most
     * @return {@link #nanos} then
     */
    public static long settled(List<ProcessHandle> children, Duration most) throws InterruptedException {
        long start = System.nanoTime();
        long before = nanos(children);
        while (TOLD) {
            Thread.sleep(children.isEmpty() ? PAUSE_MILLIS : PAUSE_MILLIS_OF_CHILDREN);
            long now = nanos(children);
            if (now - before <= IDLE_NANOS || System.nanoTime() - start > most.toNanos()) {
                return now;
            }
            before = now;
        }
        return before;
    }

    /** The directories of a process's compiler threads; none if it has ended. */
    private static Stream<Path> compilers(long pid) {
        List<Path> compilers = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            threads.forEach(thread -> {
                if (!OTHERS.contains(thread) && isCompiler(thread)) {
                    compilers.add(thread);
                }
            });
        } catch (IOException | DirectoryIteratorException ended) {
            // what it had compiled is gone with it
        }
        return compilers.stream();
    }

    private static boolean isCompiler(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm")).strip();
            if (COMPILER.matcher(name).matches()) {
                return true;
            }
            if (!name.equals(UNNAMED)) {
                OTHERS.add(thread);
            }
        } catch (IOException ended) {
            // it is none any more
        }
        return false;
    }

    /** {@code schedstat}: nanoseconds on a processor, nanoseconds of waiting for one, time slices. */
    private static long nanosOf(Path thread) {
        try {
            String times = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(times.substring(0, times.indexOf(' ')));
        } catch (IOException ended) {
            return 0;
        }
    }
}
