package org.interleave.core;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a task asks of the strategy when its turn ends, as data: each strategy carries it out in its own way.
 *
 * @param <R> what the task results in
 */
public sealed interface Step<R extends Serializable> {

    /** The task has used up its ticks and has more to do: it yields. */
    record Ready<R extends Serializable>() implements Step<R> {
        private static final Ready<?> INSTANCE = new Ready<>();
    }

    /**
     * A sleep: resume no sooner than this from now.
     *
     * @param duration how long, not negative
     */
    record Sleep<R extends Serializable>(Duration duration) implements Step<R> {
        /** Checks that the duration is not negative. */
        public Sleep {
            if (duration.isNegative()) {
                throw new IllegalArgumentException("cannot sleep for " + duration);
            }
        }
    }

    /**
     * A receive: resume with the next message from a port, or with what else {@link Turn#arrival} tells.
     *
     * @param port where it comes from; of inboxes only the task's own
     * @param limit the longest to wait for it, not negative; zero takes only what is there already. Empty for as long as it
     *     takes
     */
    record Receive<R extends Serializable>(Port port, Optional<Duration> limit) implements Step<R> {
        /** Checks that the limit is not negative. */
        public Receive {
            if (limit.filter(Duration::isNegative).isPresent()) {
                throw new IllegalArgumentException("cannot wait for a message for " + limit.get());
            }
        }

        /** Whether it waits if there is nothing: its limit is not zero. */
        public boolean waits() {
            return limit.filter(Duration::isZero).isEmpty();
        }
    }

    /**
     * A send: resume once the message is on its way. Messages from one task to one port arrive in the order they were sent.
     *
     * @param port where it goes
     * @param message what to send
     */
    record Send<R extends Serializable>(Port port, Message message) implements Step<R> {}

    /**
     * A blocking call: resume with what it returns, having let others run meanwhile. What it throws fails the task. Of {@linkplain
     * NativeCall native code} it depends on that whether others run meanwhile.
     *
     * @param call a call that may block the thread it runs on
     */
    record Blocking<R extends Serializable>(Call call) implements Step<R> {}

    /**
     * The end: the task has its result.
     *
     * @param result what the task results in
     */
    record Done<R extends Serializable>(R result) implements Step<R> {

        /** Checks that there is a result. */
        public Done {
            Objects.requireNonNull(result, "a task's result must not be null");
        }
    }

    /** {@link Ready}: always the same object. */
    @SuppressWarnings("unchecked")
    static <R extends Serializable> Step<R> ready() {
        return (Step<R>) Ready.INSTANCE;
    }

    /** {@link Sleep}. */
    static <R extends Serializable> Step<R> sleep(Duration duration) {
        return new Sleep<>(duration);
    }

    /** {@link Receive}, for as long as it takes. */
    static <R extends Serializable> Step<R> receive(Port port) {
        return new Receive<>(port, Optional.empty());
    }

    /** {@link Receive}, within a time limit. */
    static <R extends Serializable> Step<R> receive(Port port, Duration limit) {
        return new Receive<>(port, Optional.of(limit));
    }

    /** {@link Send}. */
    static <R extends Serializable> Step<R> send(Port port, Message message) {
        return new Send<>(port, message);
    }

    /** {@link Blocking}. */
    static <R extends Serializable> Step<R> blocking(Call call) {
        return new Blocking<>(call);
    }

    /** {@link Done}. */
    static <R extends Serializable> Step<R> done(R result) {
        return new Done<>(result);
    }
}
