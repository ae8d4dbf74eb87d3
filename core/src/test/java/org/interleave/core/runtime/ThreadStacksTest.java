package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("looks at the stacks of all threads")
class ThreadStacksTest {

    private static final int THREADS = 100;
    private static final int DEEP = 2_000;

    @Test
    void aThreadThatWaitsDeepInItsStackHasMoreOfItResident() throws Exception {
        assumeTrue(ThreadStacks.AVAILABLE, "the system does not tell of stacks");
        long flat = perThread(1);
        long deep = perThread(DEEP);
        assertThat(flat).as("bytes of a thread that waits").isBetween(8_000L, 200_000L);
        assertThat(deep).as("bytes of one that waits %d calls deeper", DEEP).isGreaterThan(flat + 16L * DEEP);
    }

    private static long perThread(int depth) throws Exception {
        long before = ThreadStacks.residentBytes();
        CountDownLatch waiting = new CountDownLatch(THREADS);
        CountDownLatch enough = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().daemon().start(() -> waitAt(depth, waiting, enough)));
        }
        waiting.await();
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        long with = ThreadStacks.residentBytes();
        enough.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return (with - before) / THREADS;
    }

    private static int waitAt(int depth, CountDownLatch waiting, CountDownLatch enough) {
        if (depth > 1) {
            return 1 + waitAt(depth - 1, waiting, enough);
        }
        waiting.countDown();
        try {
            enough.await();
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
        return 1;
    }
}
