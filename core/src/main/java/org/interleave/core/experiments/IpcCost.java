package org.interleave.core.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/**
 * Messages from one task to another: in one thread, between two threads, and between two worker processes by pipes.
 */
public final class IpcCost implements Experiment {

    /** Found by {@link java.util.ServiceLoader}. */
    public IpcCost() {}

    @Override
    public String name() {
        return "ipc-cost";
    }

    @Override
    public String question() {
        return "What does a message cost within a thread, between threads and between processes?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of("sequential", "threads", "processes")
                .map(strategy -> Contender.of("messages", strategy))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio(
                        "a message between threads costs more than one within a thread",
                        Claim.WALL,
                        "threads",
                        "sequential",
                        Bound.atLeast(1.1)),
                Claim.ratio(
                        "a message between processes costs more than one between threads",
                        Claim.WALL,
                        "processes",
                        "threads",
                        Bound.atLeast(1.1)));
    }
}
