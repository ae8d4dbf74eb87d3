package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Datagrams;
import org.interleave.threads.GiantLocks;

/**
 * A task whose I/O never blocks, alone and beside a task that only computes.
 *
 * <p>An interpreter drops its lock around every send, though none of them waits. Beside a computing task the lock is then
 * gone: under the timed lock the sender waits an interval to have it back, for each datagram; under the tick lock it
 * competes at every check; under the priority lock it has it back at once. With one processor the task that was offered
 * the lock does not get to run before the sender has taken it again, and they share the processor like any two threads.
 */
public final class ConvoyExperiment implements Experiment {

    @Override
    public String name() {
        return "convoy";
    }

    @Override
    public String question() {
        return "What does a computing task cost a task whose I/O never blocks?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        Stream<Contender> twoProcessors = Stream.of(
                        GiantLocks.TIMED.name(), GiantLocks.TICK.name(), GiantLocks.PRIORITY.name())
                .flatMap(strategy -> aloneAndBeside(strategy, label(strategy)));
        Stream<Contender> oneProcessor =
                aloneAndBeside(GiantLocks.TIMED.name(), "timed-1").map(c -> c.onProcessors(1));
        return Stream.concat(twoProcessors, oneProcessor)
                .map(contender -> contender.withParameter(Datagrams.DURATION.name(), duration(contender, preset)))
                .toList();
    }

    /** Long enough to win and lose the lock often. */
    private static String duration(Contender contender, Preset preset) {
        if (preset == Preset.FULL) {
            return "5s";
        }
        return contender.label().equals("timed-beside") ? "300ms" : "150ms";
    }

    private static String label(String strategy) {
        return strategy.replace(GiantLocks.PREFIX, "");
    }

    private static Stream<Contender> aloneAndBeside(String strategy, String label) {
        return Stream.of(
                Contender.of(Datagrams.NAME, strategy)
                        .withParameter(Datagrams.BACKGROUND.name(), "0")
                        .labelled(label + "-alone"),
                Contender.of(Datagrams.NAME, strategy)
                        .withParameter(Datagrams.BACKGROUND.name(), "1")
                        .labelled(label + "-beside"));
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                fall("under the timed lock, a computing task takes all but a twentieth", "timed", Bound.atLeast(20))
                        .needingCores(2),
                fall("under the tick lock, it takes half to nine tenths", "tick", Bound.between(2, 10))
                        .needingCores(2),
                fall("under the priority lock, it leaves at least half", "priority", Bound.atMost(2))
                        .needingCores(2),
                fall(
                        "under the timed lock with one processor, it takes little more than its share",
                        "timed-1",
                        Bound.atMost(5)));
    }

    /** By how much the rate of operations is divided when a task computes beside. */
    private static Claim fall(String statement, String label, Bound bound) {
        return Claim.ratio(statement, Datagrams.OPERATIONS_PER_SECOND, label + "-alone", label + "-beside", bound);
    }
}
