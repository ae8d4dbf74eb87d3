package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Who comes back preempts who computes, without waiting for an interval, and comes before all who wait to compute. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PriorityLockTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration NEVER = Duration.ofHours(1);

    private final List<String> served = Collections.synchronizedList(new ArrayList<>());

    @RepeatedTest(20)
    void whoComesBackIsServedAtTheNextCheckpointAndFirst() throws InterruptedException {
        PriorityLock lock = new PriorityLock(NEVER, LockEvents.counting());
        lock.acquire();
        Thread computing = start("computing", lock::acquire, lock);
        Thread returning = start("returning", lock::acquireAfterWait, lock);
        lock.checkpoint();
        served.add("asked");
        lock.release();
        assertThat(computing.join(PATIENCE)).isTrue();
        assertThat(returning.join(PATIENCE)).isTrue();
        assertThat(served).containsExactlyInAnyOrder("returning", "computing", "asked");
        assertThat(served).startsWith("returning");
    }

    @RepeatedTest(20)
    void whoHasComeBackItselfIsNotPreemptedBeforeItComputes() throws InterruptedException {
        PriorityLock lock = new PriorityLock(NEVER, LockEvents.counting());
        lock.acquire();
        lock.releaseForWait();
        lock.acquireAfterWait();
        Thread returning = start("returning", lock::acquireAfterWait, lock);
        assertThat(lock.metrics().get("drop_requests")).hasToString("Metric[value=0.0, unit=1]");
        lock.checkpoint();
        assertThat(served).isEmpty();
        lock.release();
        assertThat(returning.join(PATIENCE)).isTrue();
        assertThat(served).containsExactly("returning");
    }

    /** Starts a thread that wants the lock, and returns when it waits. */
    private Thread start(String name, Runnable take, PriorityLock lock) {
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            take.run();
            served.add(name);
            lock.release();
        });
        await().pollInterval(Duration.ofMillis(1))
                .atMost(PATIENCE)
                .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }
}
