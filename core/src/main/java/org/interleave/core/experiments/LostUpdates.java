package org.interleave.core.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/**
 * Two tasks add 1 and 1 000 000 to one number, in load, add and store.
 *
 * <p>The giant lock keeps the interpreter whole, not the program: a switch between load and store loses what the other
 * task stored meanwhile. Where a task cannot be interrupted, or one actor owns the number, nothing is lost.
 */
public final class LostUpdates implements Experiment {

    /** Found by {@link java.util.ServiceLoader}. */
    public LostUpdates() {}

    @Override
    public String name() {
        return "lost-updates";
    }

    @Override
    public String question() {
        return "Does the giant lock make x += 1 safe?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of("sequential", "giant-lock-tick", "giant-lock-timed", "threads", "netty", "vertx", "akka")
                .map(strategy -> Contender.of("shared-counter", strategy))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return Stream.concat(
                        Stream.of("giant-lock-tick", "giant-lock-timed", "threads")
                                .map(LostUpdates::loses),
                        Stream.of("netty", "vertx", "akka").map(LostUpdates::losesNone))
                .toList();
    }

    private static Claim loses(String strategy) {
        return Claim.value("updates are lost on " + strategy, "lost_updates", strategy, Bound.atLeast(1));
    }

    private static Claim losesNone(String strategy) {
        return Claim.value("no update is lost on " + strategy, "lost_updates", strategy, Bound.between(0, 0));
    }
}
