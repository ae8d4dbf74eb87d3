package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockingTimerTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Arrival ONE = new Arrival.Received(Message.of(1));

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void aThreadSleepsUntilTheTimerExpires() throws InterruptedException {
        long begun = System.nanoTime();
        BlockingTimer timer = new BlockingTimer(new Port.Timer(Duration.ofMillis(5), Duration.ZERO));
        assertThat(timer.receive(Optional.empty())).isEqualTo(ONE);
        assertThat(since(begun)).isGreaterThanOrEqualTo(Duration.ofMillis(5));
    }

    @Test
    void aLimitThatIsOverEarlierLeavesTheTimerAsItWas() throws InterruptedException {
        long begun = System.nanoTime();
        BlockingTimer timer = new BlockingTimer(new Port.Timer(Duration.ofMillis(50), HOUR));
        int timesOver = 0;
        while (timer.receive(Optional.of(Duration.ofMillis(1))).equals(Arrival.timedOut())) {
            timesOver++;
        }
        assertThat(since(begun)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(timesOver).as("limits that were over before").isBetween(0, 50);
    }

    @Test
    void whatHasExpiredIsThereWithoutWaiting() throws InterruptedException {
        BlockingTimer timer = new BlockingTimer(new Port.Timer(Duration.ZERO, HOUR));
        assertThat(timer.receive(Optional.of(Duration.ZERO))).isEqualTo(ONE);
        assertThat(timer.receive(Optional.of(Duration.ZERO))).isEqualTo(Arrival.timedOut());
    }

    @Test
    void anInterruptEndsTheWaitAndLosesNoExpiration() throws Exception {
        BlockingTimer timer = new BlockingTimer(new Port.Timer(Duration.ofMillis(300), HOUR));
        Beside<Arrival> waiting = Beside.call(() -> {
            Thread.currentThread().interrupt();
            return timer.receive(Optional.empty());
        });
        assertThat(waiting.thrown()).isInstanceOf(InterruptedException.class);
        assertThat(timer.receive(Optional.empty())).isEqualTo(ONE);
    }

    @Test
    void nobodySendsToATimer() {
        BlockingTimer timer = new BlockingTimer(new Port.Timer(HOUR, HOUR));
        assertThatThrownBy(() -> timer.send(Message.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }
}
