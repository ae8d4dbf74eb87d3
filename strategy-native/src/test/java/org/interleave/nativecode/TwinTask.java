package org.interleave.nativecode;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.interleave.core.Kernel;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;

/** A task that must run in C. */
record TwinTask(Kernel<Long> twin, boolean daemon) implements Task<Long> {

    static TwinTask countdown(long seed, long ticks) {
        return words("countdown", seed, ticks);
    }

    /** A kernel of words that results in the first. */
    static TwinTask words(String name, long... words) {
        return new TwinTask(Kernel.ofWords(name, boxed(words), word -> word), false);
    }

    private static List<Long> boxed(long... words) {
        return Arrays.stream(words).boxed().collect(Collectors.toList());
    }

    /** Too long to reach its limit in the lifetime of a machine. */
    static TwinTask endlessSpin(boolean daemon) {
        return new TwinTask(Kernel.ofWords("spin", List.of(0L, Tick.seed(0), Long.MAX_VALUE), word -> word), daemon);
    }

    /** The same, once it has a message. */
    TwinTask afterMessage() {
        return new TwinTask(twin.afterMessage(), daemon);
    }

    static TwinTask spin(long ticks, LongFunction<Long> result) {
        return new TwinTask(Kernel.ofWords("spin", List.of(0L, Tick.seed(0), ticks), result), false);
    }

    @Override
    public Optional<Kernel<Long>> kernel() {
        return Optional.of(twin);
    }

    @Override
    public Step<Long> advance(Turn turn) {
        throw new AssertionError("runs in Java");
    }
}
