package org.example;

import java.util.List;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/** Whether a giant lock costs anything where tasks only wait. */
public final class WaitingIsFree implements Experiment {

    private static final String WAITS = "waits";
    private static final String FREE = "threads";
    private static final String LOCKED = "giant-lock-timed";
    private static final String ALONE = "sequential";

    @Override
    public String name() {
        return "waiting-is-free";
    }

    @Override
    public String question() {
        return "Does a giant lock cost anything where tasks only wait?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return List.of(Contender.of(WAITS, FREE), Contender.of(WAITS, LOCKED), Contender.of(WAITS, ALONE));
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.ratio(
                        "under the lock it takes at most half as long again",
                        Claim.WALL,
                        LOCKED,
                        FREE,
                        Claim.Bound.atMost(1.5)),
                Claim.ratio(
                        "one after another it takes at least half as long again as under the lock",
                        Claim.WALL,
                        ALONE,
                        LOCKED,
                        Claim.Bound.atLeast(1.5)));
    }
}
