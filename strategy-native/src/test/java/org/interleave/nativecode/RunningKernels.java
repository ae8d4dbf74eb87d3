package org.interleave.nativecode;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks from outside whether C code runs. */
final class RunningKernels {

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
                .flatMap(frames -> Arrays.stream(frames).limit(1))
                .anyMatch(top -> top.isNativeMethod() && top.getClassName().equals(NativeKernels.class.getName()));
    }
}
