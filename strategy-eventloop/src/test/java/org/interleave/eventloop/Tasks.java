package org.interleave.eventloop;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** Small tasks to test strategies with. They are run in this JVM, so they may use the test's objects. */
public final class Tasks {

    static final Duration LONG = Duration.ofMinutes(10);

    private Tasks() {}

    @FunctionalInterface
    interface Advance {
        Step<Long> apply(Turn turn) throws Exception;
    }

    private record Plain(Advance advance, boolean daemon) implements Task<Long> {
        @Override
        public Step<Long> advance(Turn turn) throws Exception {
            return advance.apply(turn);
        }
    }

    static Task<Long> task(Advance advance) {
        return new Plain(advance, false);
    }

    static Task<Long> daemon(Advance advance) {
        return new Plain(advance, true);
    }

    /** Takes these steps, one each turn, and results in zero. */
    static Task<Long> script(List<Function<Turn, Step<Long>>> steps) {
        Iterator<Function<Turn, Step<Long>>> left = steps.iterator();
        return task(turn -> left.hasNext() ? left.next().apply(turn) : Step.done(0L));
    }

    /** Sends the numbers from zero to an inbox and results in how many. */
    static Task<Long> sender(int inbox, long count) {
        long[] sent = {0};
        return task(
                turn -> sent[0] == count ? Step.done(count) : Step.send(new Port.Inbox(inbox), Message.of(sent[0]++)));
    }

    /** Receives numbers that have to follow each other from zero, and results in their sum. */
    static Task<Long> receiver(int inbox, long count) {
        long[] received = {-1, 0};
        return task(turn -> {
            if (received[0] >= 0) {
                long number = turn.message().asLong();
                if (number != received[0]) {
                    throw new IllegalStateException("expected " + received[0] + ", got " + number);
                }
                received[1] += number;
            }
            received[0]++;
            return received[0] == count ? Step.done(received[1]) : Step.receive(new Port.Inbox(inbox));
        });
    }

    /** Never stops computing. */
    static Task<Long> endless() {
        return task(turn -> Step.ready());
    }
}
