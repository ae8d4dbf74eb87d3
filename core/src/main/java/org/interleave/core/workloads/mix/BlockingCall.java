package org.interleave.core.workloads.mix;

import java.time.Duration;
import org.interleave.core.Call;
import org.interleave.core.Message;

/**
 * A call that blocks its thread for a time, as a driver of a database does.
 *
 * @param nanos how long, in nanoseconds
 * @param question what it answers
 */
record BlockingCall(long nanos, long question) implements Call {

    @Override
    public Message call() throws InterruptedException {
        Thread.sleep(Duration.ofNanos(nanos));
        return Message.of(RequestPlan.replyTo(question));
    }
}
