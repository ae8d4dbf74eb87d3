package org.interleave.core.workloads;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** A handler of SIGINT that a test has in place of the JVM's, to see whether a workload puts it back. */
final class OwnSigint implements BeforeEachCallback, AfterEachCallback {

    static final Signal SIGINT = new Signal("INT");

    private final CountDownLatch caught = new CountDownLatch(1);
    private SignalHandler before = SignalHandler.SIG_DFL;

    @Override
    public void beforeEach(ExtensionContext context) {
        before = Signal.handle(SIGINT, signal -> caught.countDown());
        if (before == SignalHandler.SIG_IGN) {
            throw new TestAbortedException(
                    "This machine lacks a SIGINT that is not ignored: run Maven in the foreground,"
                            + " not with '&' in a script");
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Signal.handle(SIGINT, before);
    }

    /** Counted down by the first signal that comes to it. */
    CountDownLatch caught() {
        return caught;
    }
}
