package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The semaphore under the tick lock, on the futex and on parked threads: both do what a POSIX semaphore does. */
@ParameterizedClass
@MethodSource("semaphores")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SemaphoreTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final long SEED = 20_261_128;

    private final Supplier<BinarySemaphore> semaphores;

    SemaphoreTest(Supplier<BinarySemaphore> semaphores) {
        this.semaphores = semaphores;
    }

    static Stream<Named<Supplier<BinarySemaphore>>> semaphores() {
        Stream<Named<Supplier<BinarySemaphore>>> parking = Stream.of(Named.of("parking", ParkingSemaphore::new));
        return FutexSemaphore.AVAILABLE
                ? Stream.concat(parking, Stream.of(Named.of("futex", FutexSemaphore::new)))
                : parking;
    }

    @Test
    void linuxHasTheFutex() {
        boolean known = List.of("amd64", "aarch64").contains(System.getProperty("os.arch"))
                && System.getProperty("os.name").equals("Linux");
        assertThat(FutexSemaphore.AVAILABLE || !known).isTrue();
        assertThat(BinarySemaphore.create().getClass())
                .isEqualTo(known ? FutexSemaphore.class : ParkingSemaphore.class);
    }

    @Test
    void itIsTakenOnce() {
        BinarySemaphore semaphore = semaphores.get();
        assertThat(semaphore.tryAcquire()).isTrue();
        assertThat(semaphore.tryAcquire()).isFalse();
        assertThat(semaphore.hasWaiters()).isFalse();
        semaphore.release();
        assertThat(semaphore.tryAcquire()).isTrue();
    }

    /** Neither volatile nor atomic: lost increments would show that two held it, or that a release publishes nothing. */
    private static final class Guarded {
        private long entries;
    }

    @Test
    void noIncrementAndNoWaiterIsLost() throws InterruptedException {
        BinarySemaphore semaphore = semaphores.get();
        Guarded guarded = new Guarded();
        int threads = 8;
        int rounds = 5_000;
        List<Thread> contenders = new ArrayList<>();
        for (int index = 0; index < threads; index++) {
            Random random = new Random(SEED + index);
            contenders.add(Thread.ofPlatform().daemon().start(() -> {
                for (int round = 0; round < rounds; round++) {
                    acquire(semaphore, () -> {});
                    guarded.entries++;
                    if (random.nextInt(100) == 0) {
                        Thread.yield();
                    }
                    semaphore.release();
                }
            }));
        }
        for (Thread contender : contenders) {
            assertThat(contender.join(PATIENCE)).as("no waiter is forgotten").isTrue();
        }
        assertThat(guarded.entries).isEqualTo((long) threads * rounds);
        assertThat(semaphore.hasWaiters()).isFalse();
        assertThat(semaphore.tryAcquire()).isTrue();
    }

    private static void acquire(BinarySemaphore semaphore, Runnable failedWakeup) {
        if (!semaphore.tryAcquire()) {
            semaphore.acquire(failedWakeup);
        }
    }

    /** Whether the holder takes it back before whom it woke is chance, so the scenario is tried until it always does. */
    @Test
    void whoWakesAndFindsItTakenGoesToTheEndOfTheQueue() {
        await().atMost(PATIENCE).pollInSameThread().pollDelay(Duration.ZERO).until(this::losersTakeTurns);
    }

    private boolean losersTakeTurns() throws InterruptedException {
        BinarySemaphore semaphore = semaphores.get();
        Queue<String> woken = new ConcurrentLinkedQueue<>();
        AtomicInteger count = new AtomicInteger();
        assertThat(semaphore.tryAcquire()).isTrue();
        List<Thread> sleepers = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            Thread sleeper = Thread.ofPlatform().daemon().start(() -> {
                semaphore.acquire(() -> {
                    woken.add(name);
                    count.incrementAndGet();
                });
                semaphore.release();
            });
            sleepers.add(sleeper);
            await().atMost(PATIENCE).until(() -> sleeps(sleeper));
        }
        boolean won = true;
        boolean holds = true;
        for (int wakeup = 1; wakeup <= 6 && won; wakeup++) {
            semaphore.release();
            holds = semaphore.tryAcquire();
            int expected = wakeup;
            won = holds
                    && soon(() -> count.get() >= expected && sleepers.stream().allMatch(SemaphoreTest::sleeps));
        }
        if (holds) {
            semaphore.release();
        }
        for (Thread sleeper : sleepers) {
            assertThat(sleeper.join(PATIENCE)).isTrue();
        }
        return won && List.copyOf(woken).subList(0, 6).equals(List.of("a", "b", "c", "a", "b", "c"));
    }

    /** Not so if one was woken before it was asleep, which is no wake-up; then the scenario begins anew. */
    private static boolean soon(BooleanSupplier condition) throws InterruptedException {
        for (int look = 0; look < 500; look++) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.sleep(1);
        }
        return false;
    }

    private static boolean sleeps(Thread thread) {
        return thread.getState() == Thread.State.WAITING || inFutex(thread);
    }

    /** Whether a thread is in the system call in which it sleeps; Java takes such a thread for a running one. */
    static boolean inFutex(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(12)
                .anyMatch(frame -> frame.getClassName().equals(FutexSemaphore.class.getName())
                        && frame.getMethodName().equals("futex"));
    }

    @Test
    void interruptsStayPendingAndDoNotEndTheWait() throws InterruptedException {
        BinarySemaphore semaphore = semaphores.get();
        assertThat(semaphore.tryAcquire()).isTrue();
        Thread waiter = Thread.ofPlatform().daemon().start(() -> {
            semaphore.acquire(() -> {});
            if (Thread.currentThread().isInterrupted()) {
                semaphore.release();
            }
        });
        await().atMost(PATIENCE).until(() -> sleeps(waiter));
        waiter.interrupt();
        await().atMost(PATIENCE).until(() -> sleeps(waiter));
        assertThat(semaphore.hasWaiters()).isTrue();
        semaphore.release();
        assertThat(waiter.join(PATIENCE)).isTrue();
        assertThat(semaphore.tryAcquire())
                .as("released by the waiter, since it saw the interrupt")
                .isTrue();
    }
}
