package org.example;

import java.util.List;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/** Whether threads that compute are slower under a giant lock than without. */
public final class @CLASS@ implements Experiment {

    private static final String FREE = "threads";
    private static final String LOCKED = "giant-lock-timed";

    @Override
    public String name() {
        return "@NAME@";
    }

    @Override
    public String question() {
        return "What does a giant lock cost threads that only compute?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return List.of(Contender.of("countdown", FREE), Contender.of("countdown", LOCKED));
    }

    @Override
    public List<Claim> claims() {
        return List.of(Claim.ratio(
                        "two threads take at most three quarters of the time without the lock",
                        Claim.WALL,
                        FREE,
                        LOCKED,
                        Claim.Bound.atMost(0.75))
                .needingCores(2));
    }
}
