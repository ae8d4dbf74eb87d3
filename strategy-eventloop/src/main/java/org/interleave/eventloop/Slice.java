package org.interleave.eventloop;

import java.util.OptionalInt;
import org.interleave.core.Parameter;
import org.interleave.core.Quantity;

/**
 * The time slice of a cooperative strategy: the ticks that a task may compute before it gives way, for its loop to look at
 * sockets and timers and to take up others. A program does that by hand, as the documentation of every event loop asks for:
 * a task cannot be preempted there.
 *
 * @param ticks how many; empty if a task that computes never gives way
 */
public record Slice(OptionalInt ticks) {

    /** What a task may compute for as long as it likes. */
    public static final String NEVER = "never";

    /**
     * About 100 µs. To give way costs a task on a loop some 2 µs, which is 3 % of that, and would be 15 % of a fifth of it; what
     * waits for the loop meanwhile waits about as long as for a thread to be woken.
     */
    private static final int DEFAULT = 5_000;

    private static final int MOST = 1_000_000_000;

    /** The option. */
    public static final Parameter<Slice> OPTION = Parameter.text(
            "slice",
            "ticks that a task may compute before its loop gets a turn",
            new Slice(OptionalInt.of(DEFAULT)),
            NEVER + ", or from 1 to " + Quantity.format(MOST),
            Slice::parse,
            Slice::format);

    /** Ticks after which a task that never gives way looks whether the run is cancelled, 20 ms. */
    private static final int LOOK = 1_000_000;

    /** The ticks of one turn. */
    public int budget() {
        return ticks.orElse(LOOK);
    }

    /** Each of so many turns in a row that are a slice together. */
    public Slice dividedBy(int turns) {
        return ticks.isPresent() ? new Slice(OptionalInt.of(Math.max(1, ticks.getAsInt() / turns))) : this;
    }

    /** Whether a task gives way that has used up its turn. */
    public boolean givesWay() {
        return ticks.isPresent();
    }

    private static Slice parse(String text) {
        if (text.equals(NEVER)) {
            return new Slice(OptionalInt.empty());
        }
        long ticks = Quantity.parseCount(text);
        if (ticks < 1 || ticks > MOST) {
            throw new IllegalArgumentException("is out of range");
        }
        return new Slice(OptionalInt.of((int) ticks));
    }

    private String format() {
        return ticks.isPresent() ? Quantity.format(ticks.getAsInt()) : NEVER;
    }
}
