package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** First come, first served, also by the one who was asked. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FairLockTest {

    private static final int WAITERS = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofNanos(100_000);

    private final List<Integer> served = Collections.synchronizedList(new ArrayList<>());

    @RepeatedTest(20)
    void waitersAreServedInTheOrderOfTheirComing() throws InterruptedException {
        FairLock lock = new FairLock(NEVER, LockEvents.counting());
        lock.acquire();
        List<Thread> waiters = queueUp(lock);
        lock.release();
        for (Thread waiter : waiters) {
            assertThat(waiter.join(PATIENCE)).isTrue();
        }
        assertThat(served)
                .containsExactlyElementsOf(IntStream.range(0, WAITERS).boxed().toList());
    }

    @RepeatedTest(20)
    void whoIsAskedQueuesUpBehindTheOthers() throws InterruptedException {
        FairLock lock = new FairLock(SOON, LockEvents.counting());
        lock.acquire();
        List<Thread> waiters = queueUp(lock);
        await().atMost(PATIENCE).pollInSameThread().pollDelay(Duration.ZERO).until(() -> {
            lock.checkpoint();
            return !served.isEmpty();
        });
        served.add(WAITERS);
        lock.release();
        for (Thread waiter : waiters) {
            assertThat(waiter.join(PATIENCE)).isTrue();
        }
        assertThat(served)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, WAITERS).boxed().toList());
        assertThat(Objects.requireNonNull(lock.metrics().get("asker_served")).value())
                .isEqualTo(1);
    }

    private List<Thread> queueUp(FairLock lock) {
        List<Thread> waiters = new ArrayList<>();
        for (int waiter = 0; waiter < WAITERS; waiter++) {
            int index = waiter;
            Thread thread = Thread.ofPlatform().daemon().start(() -> {
                lock.acquire();
                served.add(index);
                lock.release();
            });
            await().pollInterval(Duration.ofMillis(1))
                    .atMost(PATIENCE)
                    .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            waiters.add(thread);
        }
        return waiters;
    }
}
