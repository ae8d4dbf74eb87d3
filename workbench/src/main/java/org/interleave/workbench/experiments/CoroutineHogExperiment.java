package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.BlockingTurn;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.interleave.threads.GiantLocks;
import org.interleave.threads.Threads;
import org.interleave.threads.VirtualThreads;

/**
 * Two tasks on one loop, one of which blocks its turn instead of awaiting: {@code time.sleep(5)} in a coroutine, where it should be
 * {@code await asyncio.sleep(5)}. The loop knows nothing of it, and the other task does not run until it is over. Awaited, the
 * same wait keeps nobody.
 *
 * <p>A thread of one's own may block. Under the giant lock it may too if it lets the lock go, which an interpreter does around its
 * own sleep; this one is code that does not, as an extension that forgets. A virtual thread looks like blocking, and awaits.
 */
public final class CoroutineHogExperiment implements Experiment {

    private static final List<String> LOOPS =
            List.of(NettyStrategy.NAME, VertxStrategy.NAME, AkkaStrategy.NAME, GeneratorsStrategy.NAME);

    private static final List<String> OTHERS = List.of(GiantLocks.TIMED.name(), Threads.NAME, VirtualThreads.NAME);

    @Override
    public String name() {
        return "coroutine-hog";
    }

    @Override
    public String question() {
        return "What becomes of a loop when a task blocks instead of awaiting?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        Stream<Contender> blocking = Stream.concat(LOOPS.stream(), OTHERS.stream())
                .map(strategy -> contender(strategy, BlockingTurn.Waiting.BLOCKS));
        Stream<Contender> awaiting = LOOPS.stream()
                .map(strategy ->
                        contender(strategy, BlockingTurn.Waiting.AWAITS).labelled(awaited(strategy)));
        return Stream.concat(blocking, awaiting).toList();
    }

    private static Contender contender(String strategy, BlockingTurn.Waiting how) {
        return Contender.of(BlockingTurn.NAME, strategy).withParameter(BlockingTurn.HOW.name(), how.title());
    }

    private static String awaited(String strategy) {
        return strategy + "-awaited";
    }

    @Override
    public List<Claim> claims() {
        Stream<Claim> hogged = Stream.concat(LOOPS.stream(), Stream.of(GiantLocks.TIMED.name()))
                .map(strategy -> Claim.value(
                        "under " + strategy + " nobody else runs while a task blocks",
                        BlockingTurn.TURNS_MEANWHILE,
                        strategy,
                        Bound.between(0, 0)));
        Stream<Claim> free = Stream.of(
                beside("a virtual thread that blocks lets the other run as a thread does", VirtualThreads.NAME, 0.5));
        Stream<Claim> awaited = LOOPS.stream()
                .map(strategy ->
                        beside("under " + strategy + " the other runs while a task awaits", awaited(strategy), 0.2));
        return Stream.of(hogged, free, awaited).flatMap(claims -> claims).toList();
    }

    /** Timers may be coarse, so a task that sleeps may take fewer turns than a thread does. */
    private static Claim beside(String statement, String label, double share) {
        return Claim.ratio(statement, BlockingTurn.TURNS_MEANWHILE, label, Threads.NAME, Bound.atLeast(share));
    }
}
