package org.interleave.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A call of code that may not return, on a daemon thread of its own that is waited for only so long. */
final class BoundedCall {

    private BoundedCall() {}

    /**
     * Calls it, and waits; an interrupt of the calling thread is kept for later. A call that takes longer is interrupted and
     * left to itself.
     *
     * @return what it returned; nothing if it did not return in time, or threw
     */
    static <T> Optional<T> within(Duration limit, Supplier<T> call) {
        AtomicReference<@Nullable T> answer = new AtomicReference<>();
        Thread thread = Thread.ofPlatform()
                .daemon()
                .name("bounded-call")
                .uncaughtExceptionHandler((caller, thrown) -> {}) // no answer is the answer
                .start(() -> answer.set(call.get()));
        if (!Join.of(thread, limit)) {
            thread.interrupt();
        }
        return Optional.ofNullable(answer.get());
    }
}
