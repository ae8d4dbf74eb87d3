package org.interleave.eventloop.vertx;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.vertx.core.Future;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;
import org.jspecify.annotations.Nullable;

/**
 * A task's timer. It is a Vert.x timer only while the task waits for it, set anew each time: {@link Vertx#setPeriodic} counts in
 * milliseconds, fires for a task that does not look, and forgets how often.
 */
final class TimerEndpoint implements Endpoint {

    private final Vertx vertx;
    private final TimerExpirations expirations;
    private @Nullable Timer alarm;

    /** Starts it. */
    TimerEndpoint(Vertx vertx, Port.Timer port) {
        this.vertx = vertx;
        expirations = new TimerExpirations(port, System.nanoTime());
    }

    @Override
    public boolean deliverTo(TaskRun<?> task) {
        Optional<Message> expired = expirations.take(System.nanoTime());
        expired.ifPresent(task::deliver);
        return expired.isPresent();
    }

    @Override
    public void onReadable(Runnable handler) {
        Timer set = vertx.timer(Math.max(1, expirations.next(System.nanoTime())), NANOSECONDS);
        alarm = set;
        set.onSuccess(rang -> {
            if (alarm == set) {
                alarm = null;
                handler.run();
            }
        });
    }

    @Override
    public void forget() {
        Timer set = alarm;
        alarm = null;
        if (set != null) {
            set.cancel();
        }
    }

    @Override
    public Future<Void> send(Message message) {
        throw new IllegalStateException("a task run refuses to send to a timer");
    }

    @Override
    public void close() {
        forget();
    }
}
