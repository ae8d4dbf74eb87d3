package org.interleave.workbench.machine;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The processor time of the just-in-time compilers of this JVM and of its children's.
 *
 * <p>On Linux it is that of the compilers' threads, in nanoseconds, from the scheduler: it counts what is being compiled just
 * now, and in worker processes too, neither of which {@link CompilationMXBean} does. Where the scheduler does not tell, it is
 * that bean's: of this JVM alone, in milliseconds, a method's when it is compiled.
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

    private CompilerTime() {}

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
        return nanos(ProcessHandle.current().pid())
                + children.stream().mapToLong(child -> nanos(child.pid())).sum();
    }

    private static long nanos(long pid) {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(pid + "/task"))) {
            for (Path thread : threads) {
                sum += OTHERS.contains(thread) ? 0 : nanosOfThread(thread);
            }
        } catch (IOException | DirectoryIteratorException ended) {
            // what it had compiled is gone with it
        }
        return sum;
    }

    /** {@code schedstat}: nanoseconds on a processor, nanoseconds of waiting for one, time slices. */
    private static long nanosOfThread(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm")).strip();
            if (!COMPILER.matcher(name).matches()) {
                if (!name.equals(UNNAMED)) {
                    OTHERS.add(thread);
                }
                return 0;
            }
            String times = Files.readString(thread.resolve("schedstat"));
            return Long.parseLong(times.substring(0, times.indexOf(' ')));
        } catch (IOException ended) {
            return 0;
        }
    }
}
