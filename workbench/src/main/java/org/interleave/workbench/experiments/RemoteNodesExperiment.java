package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/**
 * A countdown on three nodes of one worker each and one worker of the machine that runs, all on loopback, beside four
 * worker processes without nodes.
 *
 * <p>That results come in the order of submission is checked with every row. That a node which is killed in mid-run loses
 * nothing but the tasks it had, that strangers are refused, and that a node's memory does not grow are not for a
 * measurement to show: the tests of {@code strategy-processes} kill, refuse and count.
 */
public final class RemoteNodesExperiment implements Experiment {

    private static final String REMOTE = "remote-nodes";
    private static final String LOCAL = "processes";

    /** Found by {@link java.util.ServiceLoader}. */
    public RemoteNodesExperiment() {}

    @Override
    public String name() {
        return "remote-nodes";
    }

    @Override
    public String question() {
        return "What does it cost to have worker processes behind a network?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Stream.of(
                        Contender.of("countdown", LOCAL).withOption("workers", "4"),
                        Contender.of("countdown", REMOTE)
                                .withOption("loopback-nodes", "3")
                                .withOption("workers", "1"))
                .map(contender -> contender.withParameter("tasks", "16"))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.value("every node takes part", "busy_nodes", REMOTE, Bound.atLeast(3)),
                Claim.ratio(
                        "workers behind a network take longer than as many local ones",
                        Claim.WALL,
                        REMOTE,
                        LOCAL,
                        Bound.atLeast(1)));
    }

    @Override
    public List<String> highlights() {
        return List.of("busy_nodes", "remote_tasks");
    }
}
