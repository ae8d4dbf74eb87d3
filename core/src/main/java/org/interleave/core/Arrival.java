package org.interleave.core;

/** What a {@link Step.Receive} brought, or a {@link Step.Blocking}: a message, or the reason why there is none. */
public sealed interface Arrival {

    /**
     * A message.
     *
     * @param message what came
     */
    record Received(Message message) implements Arrival {}

    /** Nothing within the time limit. What comes later is there for the next receive. */
    record TimedOut() implements Arrival {
        private static final TimedOut INSTANCE = new TimedOut();
    }

    /**
     * Nothing, and nothing will come from this port any more: the other side has closed the connection, or it broke.
     *
     * @param why for people
     */
    record Closed(String why) implements Arrival {}

    /** Nothing, for the wait was cut short: the task {@linkplain Turn#stopping() should finish}. */
    record CutShort() implements Arrival {
        private static final CutShort INSTANCE = new CutShort();
    }

    /** {@link TimedOut}: always the same object. */
    static Arrival timedOut() {
        return TimedOut.INSTANCE;
    }

    /** {@link CutShort}: always the same object. */
    static Arrival cutShort() {
        return CutShort.INSTANCE;
    }
}
