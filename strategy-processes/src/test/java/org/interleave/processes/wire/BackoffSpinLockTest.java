package org.interleave.processes.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BackoffSpinLockTest {

    private static final int THREADS = 8;
    private static final int TURNS = 50_000;

    private final BackoffSpinLock lock = new BackoffSpinLock();
    private long count; // guarded by lock

    @Test
    void noTwoHoldItAndAllGetIt() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            threads.add(builder.start(() -> {
                for (int turn = 0; turn < TURNS; turn++) {
                    lock.lock();
                    count++;
                    lock.unlock();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        lock.lock();
        assertThat(count).isEqualTo((long) THREADS * TURNS);
    }

    @Test
    void whoIsInterruptedStillWaitsForItAndKeepsTheInterrupt() throws InterruptedException {
        lock.lock();
        long[] seen = new long[2];
        Thread waiting = Thread.ofPlatform().start(() -> {
            Thread.currentThread().interrupt();
            lock.lock();
            seen[0] = count;
            seen[1] = Thread.interrupted() ? 1 : 0;
            lock.unlock();
        });
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        count = 7;
        lock.unlock();
        waiting.join();
        assertThat(seen).containsExactly(7, 1);
    }
}
