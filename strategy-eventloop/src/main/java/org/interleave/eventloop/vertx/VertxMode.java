package org.interleave.eventloop.vertx;

import io.vertx.core.ThreadingModel;
import java.util.List;
import java.util.Locale;
import org.interleave.core.Parameter;

/** How a verticle waits: Vert.x's threading model, as far as tasks may be written in it. */
enum VertxMode {
    /** In callbacks, on the event loop. */
    EVENT_LOOP(ThreadingModel.EVENT_LOOP),
    /** By awaiting futures, on a virtual thread. */
    VIRTUAL_THREAD(ThreadingModel.VIRTUAL_THREAD);

    /** The option. */
    static final Parameter<VertxMode> OPTION = Parameter.choice(
            "mode",
            "whether verticles wait in callbacks or by awaiting",
            EVENT_LOOP,
            List.of(values()),
            VertxMode::title);

    private final ThreadingModel threadingModel;

    VertxMode(ThreadingModel threadingModel) {
        this.threadingModel = threadingModel;
    }

    /** The name as an option's value, and as a variant's. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a verticle is deployed with. */
    ThreadingModel threadingModel() {
        return threadingModel;
    }
}
