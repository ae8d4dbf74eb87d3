package org.interleave.nativecode;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks from outside whether C code runs. */
final class RunningKernels {

    /**
     * The classes whose methods call kernels, in which there is nothing that takes time but the kernel. A thread in a
     * critical call can be looked at only when it has come back from there.
     */
    private static final Set<String> CALLERS = Stream.of(
                    JniKernels.class,
                    ForeignKernels.class,
                    CriticalKernels.class,
                    InstanceFunctions.class,
                    KernelRun.class)
            .map(Class::getName)
            .collect(Collectors.toUnmodifiableSet());

    private RunningKernels() {}

    /** Waits until a thread is seen inside a kernel. */
    static void awaitOne() {
        awaitOneOr(new AtomicBoolean());
    }

    /** Waits until a thread is seen inside a kernel, or it is too late to see one. */
    static void awaitOneOr(AtomicBoolean tooLate) {
        await().atMost(Duration.ofMinutes(1))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> any() || tooLate.get());
    }

    /** Whether a thread is inside a kernel. */
    static boolean any() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(frames -> Arrays.stream(frames)
                        .dropWhile(RunningKernels::isOnTheWay)
                        .limit(1))
                .anyMatch(top -> CALLERS.contains(top.getClassName())
                        && top.getMethodName().startsWith("call"));
    }

    /** What the JVM puts between Java and C. */
    private static boolean isOnTheWay(StackTraceElement frame) {
        return frame.getClassName().startsWith("java.lang.invoke.")
                || frame.getClassName().startsWith("jdk.internal.foreign.");
    }
}
