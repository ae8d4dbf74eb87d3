package org.interleave.eventloop.vertx;

import org.jspecify.annotations.Nullable;

/** The handler that {@link Endpoint#onReadable} sets: called once, unless it is forgotten before. */
final class OneShotHandler {

    private @Nullable Runnable handler;

    void set(Runnable called) {
        handler = called;
    }

    void forget() {
        handler = null;
    }

    boolean isSet() {
        return handler != null;
    }

    /** Calls it, if it is set. */
    void call() {
        Runnable called = handler;
        handler = null;
        if (called != null) {
            called.run();
        }
    }
}
