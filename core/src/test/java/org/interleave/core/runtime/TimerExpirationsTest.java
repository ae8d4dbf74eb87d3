package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.junit.jupiter.api.Test;

class TimerExpirationsTest {

    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

    private static TimerExpirations timer(long after, long every, long now) {
        return new TimerExpirations(new Port.Timer(Duration.ofNanos(after), Duration.ofNanos(every)), now);
    }

    private static Optional<Message> expirations(long number) {
        return Optional.of(Message.of(number));
    }

    @Test
    void expiresFirstAfterATimeAndThenEvery() {
        TimerExpirations timer = timer(100, 10, 0);
        assertThat(timer.next(0)).isEqualTo(100);
        assertThat(timer.take(99)).isEmpty();
        assertThat(timer.take(100)).isEqualTo(expirations(1));
        assertThat(timer.take(100)).isEmpty();
        assertThat(timer.next(104)).isEqualTo(6);
        assertThat(timer.take(110)).isEqualTo(expirations(1));
    }

    @Test
    void whoIsLateLearnsHowManyWereMissedAndTheNextIsNoLater() {
        TimerExpirations timer = timer(0, 10, 0);
        assertThat(timer.take(0)).isEqualTo(expirations(1));
        assertThat(timer.next(57)).isEqualTo(10 - 57);
        assertThat(timer.take(57)).isEqualTo(expirations(5));
        assertThat(timer.next(57)).isEqualTo(3);
    }

    @Test
    void withoutAPeriodItExpiresOnce() {
        TimerExpirations timer = timer(5, 0, 0);
        assertThat(timer.take(1_000_000)).isEqualTo(expirations(1));
        assertThat(timer.take(Long.MAX_VALUE / 4)).isEmpty();
        assertThat(timer.next(7)).isEqualTo(TimerExpirations.NEVER);
    }

    @Test
    void theClockMayOverflowMeanwhile() {
        long start = Long.MAX_VALUE - 5;
        TimerExpirations timer = timer(10, 10, start);
        assertThat(timer.next(start)).isEqualTo(10);
        assertThat(timer.take(start + 9)).isEmpty();
        assertThat(timer.take(start + 10)).isEqualTo(expirations(1));
        assertThat(timer.take(start + 45)).isEqualTo(expirations(3));
        assertThat(timer.next(start + 45)).isEqualTo(5);
    }

    @Test
    void theLongestTimesAreNever() {
        for (long now : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
            TimerExpirations late = new TimerExpirations(new Port.Timer(LONGEST, LONGEST), now);
            assertThat(late.take(now)).isEmpty();
            assertThat(late.next(now)).isEqualTo(TimerExpirations.NEVER);
            TimerExpirations early = new TimerExpirations(new Port.Timer(Duration.ZERO, LONGEST), now);
            assertThat(early.take(now)).isEqualTo(expirations(1));
            assertThat(early.take(now + 1)).isEmpty();
            assertThat(early.next(now)).isEqualTo(TimerExpirations.NEVER);
        }
    }

    @Test
    void noneIsLostOrDoubledHoweverItIsRead() {
        Random random = new Random(13);
        for (int round = 0; round < 1_000; round++) {
            long now = random.nextLong();
            long after = random.nextInt(1_000);
            long every = 1L + random.nextInt(1_000);
            TimerExpirations timer = timer(after, every, now);
            long elapsed = 0;
            long taken = 0;
            for (int look = 0; look < 20; look++) {
                elapsed += random.nextInt(3_000);
                taken += timer.take(now + elapsed).map(Message::asLong).orElse(0L);
                assertThat(taken).isEqualTo(elapsed < after ? 0 : (elapsed - after) / every + 1);
                assertThat(timer.next(now + elapsed)).isBetween(1L, Math.max(after, every));
            }
        }
    }
}
