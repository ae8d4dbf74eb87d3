package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Metric;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of the timed policy: when a waiter asks, and that whoever was asked does not win the lock back at once. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TimedLockTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofNanos(100_000);

    private volatile boolean taken;
    private volatile boolean finished;

    @RepeatedTest(50)
    void afterRequestAnotherTakesTheLockBeforeTheHolderDoesAgain() throws InterruptedException {
        TimedLock lock = new TimedLock(SOON, LockEvents.counting());
        lock.acquire();
        Thread waiter = take(lock);
        awaitRequest(lock);
        assertThat(taken).as("taken while it was held").isFalse();
        assertThat(count(lock, "drop_requests")).isEqualTo(1);
        assertThat(count(lock, "forced_switches")).isZero();
        lock.checkpoint();
        assertThat(taken).as("taken when the checkpoint returned").isTrue();
        lock.release();
        assertThat(waiter.join(PATIENCE)).isTrue();
        assertThat(count(lock, "switches")).isEqualTo(3);
        assertThat(count(lock, "forced_switches")).isEqualTo(1);
        assertThat(count(lock, "reacquired_first")).isZero();
    }

    @RepeatedTest(50)
    void afterRequestReleaseReturnsWhenAnotherHasTakenTheLock() throws InterruptedException {
        TimedLock lock = new TimedLock(SOON, LockEvents.counting());
        lock.acquire();
        Thread waiter = take(lock);
        awaitRequest(lock);
        lock.release();
        assertThat(count(lock, "switches"))
                .as("switches when the release returned")
                .isEqualTo(2);
        assertThat(waiter.join(PATIENCE)).isTrue();
    }

    @Test
    void withoutRequestCheckpointsKeepTheLock() throws InterruptedException {
        TimedLock lock = new TimedLock(NEVER, LockEvents.counting());
        lock.acquire();
        Thread waiter = take(lock);
        await().atMost(PATIENCE).until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        for (int i = 0; i < 1_000; i++) {
            lock.checkpoint();
        }
        assertThat(taken).isFalse();
        assertThat(count(lock, "switches")).isEqualTo(1);
        lock.release();
        assertThat(waiter.join(PATIENCE)).isTrue();
        assertThat(lock.metrics())
                .containsAllEntriesOf(Map.of(
                        "switches", Metric.count(2),
                        "drop_requests", Metric.count(0),
                        "forced_switches", Metric.count(0)));
    }

    /** Of two waiters the first to time out asks; the second finds the request made. */
    @Test
    void oneRequestServesAllWaiters() throws InterruptedException {
        TimedLock lock = new TimedLock(SOON, LockEvents.counting());
        lock.acquire();
        Thread one = take(lock);
        Thread two = take(lock);
        awaitRequest(lock);
        await().atMost(PATIENCE)
                .until(() ->
                        one.getState() == Thread.State.TIMED_WAITING && two.getState() == Thread.State.TIMED_WAITING);
        assertThat(count(lock, "drop_requests")).isEqualTo(1);
        lock.release();
        assertThat(one.join(PATIENCE)).isTrue();
        assertThat(two.join(PATIENCE)).isTrue();
    }

    /** Whoever releases waits for the switch, and an interrupt does not end that wait. */
    @Test
    void interruptedHolderStillWaitsForTheSwitch() throws InterruptedException {
        TimedLock lock = new TimedLock(SOON, LockEvents.counting());
        CountDownLatch held = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform().daemon().unstarted(() -> {
            lock.acquire();
            held.countDown();
            awaitRequest(lock);
            Thread.currentThread().interrupt();
            lock.checkpoint();
            assertThat(taken).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            lock.release();
            finished = true;
        });
        holder.start();
        held.await();
        Thread waiter = take(lock);
        assertThat(holder.join(PATIENCE)).isTrue();
        assertThat(waiter.join(PATIENCE)).isTrue();
        assertThat(finished).as("the holder found all as it should be").isTrue();
    }

    private Thread take(TimedLock lock) {
        return Thread.ofPlatform().daemon().start(() -> {
            lock.acquire();
            taken = true;
            lock.release();
        });
    }

    private static void awaitRequest(TimedLock lock) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> count(lock, "drop_requests") > 0);
    }

    private static double count(TimedLock lock, String metric) {
        return Objects.requireNonNull(lock.metrics().get(metric)).value();
    }
}
