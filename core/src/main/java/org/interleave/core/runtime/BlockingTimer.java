package org.interleave.core.runtime;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Message;
import org.interleave.core.Port;

/** A timer that a thread sleeps for. */
final class BlockingTimer implements BlockingPorts.Endpoint {

    private final TimerExpirations expirations;

    /** Starts it. */
    BlockingTimer(Port.Timer timer) {
        expirations = new TimerExpirations(timer, System.nanoTime());
    }

    @Override
    public Arrival receive(Optional<Duration> limit) throws InterruptedException {
        long begun = System.nanoTime();
        long most = limit.map(TimerExpirations::nanos).orElse(TimerExpirations.NEVER);
        while (true) {
            long now = System.nanoTime();
            Optional<Message> message = expirations.take(now);
            if (message.isPresent()) {
                return new Arrival.Received(message.get());
            }
            long left = most - (now - begun);
            if (left <= 0) {
                return Arrival.timedOut();
            }
            NANOSECONDS.sleep(Math.min(left, expirations.next(now)));
        }
    }

    @Override
    public void send(Message message) {
        throw new IllegalArgumentException("cannot send to a timer");
    }
}
