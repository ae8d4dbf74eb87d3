package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.GuardedTaskLoop;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.Run;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every policy of the giant lock owes its holders and waiters. */
@ParameterizedClass
@MethodSource("locks")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GiantLockTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_TICKS = 200;
    private static final long SEED = 20_250_612;

    private final Supplier<GiantLock> policy;

    GiantLockTest(Supplier<GiantLock> policy) {
        this.policy = policy;
    }

    static Stream<Named<Supplier<GiantLock>>> locks() {
        return Stream.of(
                Named.of("tick", () -> new TickLock(LockEvents.counting())),
                Named.of("tick, parking", () -> new TickLock(LockEvents.counting(), new ParkingSemaphore())),
                Named.of("timed, 5 ms", () -> new TimedLock(Duration.ofMillis(5), LockEvents.counting())),
                Named.of("timed, 10 µs", () -> new TimedLock(Duration.ofNanos(10_000), LockEvents.counting())),
                Named.of("priority, 5 ms", () -> new PriorityLock(Duration.ofMillis(5), LockEvents.counting())),
                Named.of("priority, 10 µs", () -> new PriorityLock(Duration.ofNanos(10_000), LockEvents.counting())),
                Named.of("fair, 5 ms", () -> new FairLock(Duration.ofMillis(5), LockEvents.counting())),
                Named.of("fair, 10 µs", () -> new FairLock(Duration.ofNanos(10_000), LockEvents.counting())));
    }

    /** What the holder alone may touch: neither volatile nor atomic. */
    private static final class Guarded {
        private int inside;
        private long entries;
        private boolean overlapped;
        private long state = Tick.seed(SEED);

        void work(int ticks) {
            state = Tick.run(state, ticks);
        }

        void enter() {
            inside++;
            overlapped |= inside != 1;
            entries++;
        }

        void releaseForWait() {
            inside--;
        }
    }

    @Test
    void oneHolderAtTimeAndNoWaiterIsForgotten() throws InterruptedException {
        int contenders = 4;
        int rounds = 2_000;
        GiantLock lock = policy.get();
        Guarded guarded = new Guarded();
        List<Thread> threads = new ArrayList<>();
        for (int contender = 0; contender < contenders; contender++) {
            Random random = new Random(SEED + contender);
            threads.add(Thread.ofPlatform().daemon().start(() -> contend(lock, guarded, rounds, random)));
        }
        for (Thread thread : threads) {
            assertThat(thread.join(PATIENCE)).as("a contender came to its end").isTrue();
        }
        assertThat(guarded.overlapped).as("two held the lock at once").isFalse();
        assertThat(guarded.entries).isBetween((long) contenders * rounds, 2L * contenders * rounds);
        assertThat(count(lock, "switches")).isBetween((double) contenders, 3.0 * contenders * rounds);
        assertThat(count(lock, "failed_wakeups")).isNotNegative();
    }

    private static void contend(GiantLock lock, Guarded guarded, int rounds, Random random) {
        for (int round = 0; round < rounds; round++) {
            lock.acquire();
            guarded.enter();
            guarded.work(random.nextInt(MOST_TICKS));
            guarded.releaseForWait();
            if (random.nextBoolean()) {
                lock.checkpoint();
            }
            if (random.nextBoolean()) {
                lock.releaseForWait();
                lock.acquireAfterWait();
                guarded.enter();
                guarded.releaseForWait();
            }
            lock.release();
        }
    }

    /** Each takes it once, and gives way where the policy says so. */
    @Test
    void thousandTasksAreServed() throws InterruptedException {
        int tasks = 1_000;
        GiantLock lock = policy.get();
        Guarded guarded = new Guarded();
        CountDownLatch all = new CountDownLatch(tasks);
        for (int task = 0; task < tasks; task++) {
            int index = task;
            Thread.ofPlatform().daemon().start(() -> {
                lock.begin(index);
                guarded.enter();
                guarded.work(MOST_TICKS);
                guarded.releaseForWait();
                lock.checkpoint();
                lock.end();
                all.countDown();
            });
        }
        assertThat(all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(guarded.overlapped).as("two held the lock at once").isFalse();
        assertThat(guarded.entries).isEqualTo(tasks);
        assertWorks(lock);
    }

    /** Whoever was asked is not the next to take the lock: for all who are asked, strictly. */
    @Test
    void whoDropsOnRequestIsNeverTheNextHolder() throws InterruptedException {
        GiantLock lock = policy.get();
        List<Thread> threads = new ArrayList<>();
        Trial contest = new Trial(3, Duration.ofMillis(300));
        for (int contender = 0; contender < 3; contender++) {
            Random random = new Random(SEED + contender);
            int task = contender;
            threads.add(Thread.ofPlatform().daemon().start(() -> {
                lock.begin(task);
                contest.enter();
                long state = Tick.seed(task);
                while (contest.goesOn()) {
                    state = Tick.run(state, random.nextInt(1, MOST_TICKS));
                    lock.checkpoint();
                    if (random.nextInt(50) == 0) {
                        lock.releaseForWait();
                        lock.acquireAfterWait();
                    }
                }
                lock.end();
            }));
        }
        for (Thread thread : threads) {
            assertThat(thread.join(PATIENCE)).isTrue();
        }
        assertThat(count(lock, "reacquired_first")).isZero();
        assertThat(count(lock, "forced_switches")).isLessThanOrEqualTo(count(lock, "drop_requests"));
        assertThat(count(lock, "held_share")).isBetween(0.0, 1.1);
        assertThat(count(lock, "waited_share")).isBetween(0.0, 1.0);
        assertThat(count(lock, "fairness")).isBetween(1.0 / 3, 1.0);
    }

    @Test
    void uncontendedCheckpointsKeepTheLock() {
        GiantLock lock = policy.get();
        lock.acquire();
        for (int i = 0; i < 1_000; i++) {
            lock.checkpoint();
        }
        lock.release();
        assertThat(count(lock, "switches")).isEqualTo(1);
        assertThat(count(lock, "failed_wakeups")).isZero();
    }

    @Test
    void holderThatComputesLetsOthersInAtCheckpoints() throws InterruptedException {
        GiantLock lock = policy.get();
        CountDownLatch taken = new CountDownLatch(1);
        lock.acquire();
        Thread waiter = Thread.ofPlatform().daemon().start(() -> {
            lock.acquire();
            taken.countDown();
            lock.release();
        });
        await().atMost(PATIENCE).pollInSameThread().pollDelay(Duration.ZERO).until(() -> {
            for (int i = 0; i < 1_000; i++) {
                lock.checkpoint();
            }
            return taken.getCount() == 0;
        });
        lock.release();
        assertThat(waiter.join(PATIENCE)).isTrue();
    }

    @Test
    void interruptsStayPendingAndDoNotEndTheWait() throws InterruptedException {
        GiantLock lock = policy.get();
        List<String> seen = new ArrayList<>();
        lock.acquire();
        Thread waiter = Thread.ofPlatform().daemon().start(() -> {
            lock.acquire();
            seen.add("acquired, interrupted: " + Thread.currentThread().isInterrupted());
            lock.release();
        });
        for (int i = 0; i < 10; i++) {
            await().atMost(PATIENCE).until(() -> waits(waiter));
            waiter.interrupt();
        }
        await().atMost(PATIENCE).until(() -> waits(waiter));
        assertThat(seen).as("seen while another held the lock").isEmpty();
        lock.release();
        assertThat(waiter.join(PATIENCE)).isTrue();
        assertThat(seen).containsExactly("acquired, interrupted: true");
        assertWorks(lock);
    }

    private static boolean waits(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            default -> SemaphoreTest.inFutex(thread);
        };
    }

    @Test
    void interruptsFromBeforeStayPending() {
        GiantLock lock = policy.get();
        Thread.currentThread().interrupt();
        lock.acquire();
        lock.checkpoint();
        lock.release();
        assertThat(Thread.interrupted()).isTrue();
        assertWorks(lock);
    }

    @Test
    void taskThatFailsLeavesTheLockFree() throws InterruptedException {
        GiantLock lock = policy.get();
        Completion<String> completion = runUnder(lock, turn -> {
            throw new IllegalStateException("failed while it held the lock");
        });
        assertThat(completion).isInstanceOf(Completion.Failed.class);
        assertWorks(lock);
    }

    @Test
    void callThatFailsLeavesTheLockFree() throws InterruptedException {
        GiantLock lock = policy.get();
        Completion<String> completion = runUnder(
                lock,
                turn -> Step.blocking(() -> {
                    throw new IllegalStateException("failed while it did not hold the lock");
                }));
        assertThat(completion).isInstanceOf(Completion.Failed.class);
        assertWorks(lock);
    }

    @Test
    void lockIsFreeDuringBlockingCalls() throws InterruptedException {
        GiantLock lock = policy.get();
        Completion<String> completion = runUnder(lock, new Task<>() {
            private static final long serialVersionUID = 1;
            private boolean called;

            @Override
            public Step<String> advance(Turn turn) {
                if (called) {
                    return Step.done("done");
                }
                called = true;
                return Step.blocking(() -> {
                    assertWorks(lock);
                    return Message.EMPTY;
                });
            }
        });
        assertThat(completion).isInstanceOf(Completion.Succeeded.class);
    }

    private static Completion<String> runUnder(GiantLock lock, Task<String> task) throws InterruptedException {
        Run<String> run = new Run<>(Job.of(List.of(task)), Cells.UNPROTECTED);
        new GuardedTaskLoop(lock, 100, List.of(new Inbox())).run(run.tasks().getFirst(), "test");
        return run.await().getFirst();
    }

    /** Another thread can take it. */
    private static void assertWorks(GiantLock lock) {
        Thread other = Thread.ofPlatform().daemon().start(() -> {
            lock.acquire();
            lock.release();
        });
        await().atMost(PATIENCE).until(() -> !other.isAlive());
    }

    private static double count(GiantLock lock, String metric) {
        return Objects.requireNonNull(lock.metrics().get(metric)).value();
    }
}
