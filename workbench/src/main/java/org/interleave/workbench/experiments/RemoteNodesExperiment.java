package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Countdown;
import org.interleave.processes.Processes;
import org.interleave.processes.RemoteNodes;

/**
 * A countdown on three nodes of one worker each and one worker of the machine that runs, all on loopback, beside four
 * worker processes without nodes.
 *
 * <p>That results come in the order of submission is checked with every row. That a node which is killed in mid-run loses
 * nothing but the tasks it had, that strangers are refused, and that a node's memory does not grow are not for a
 * measurement to show: the tests of {@code strategy-processes} kill, refuse and count.
 */
public final class RemoteNodesExperiment implements Experiment {

    private static final String REMOTE = RemoteNodes.NAME;
    private static final String LOCAL = Processes.NAME;

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
                        Contender.of(Countdown.NAME, LOCAL).withOption(Processes.WORKERS.name(), "4"),
                        Contender.of(Countdown.NAME, REMOTE)
                                .withOption(RemoteNodes.LOOPBACK_NODES.name(), "3")
                                .withOption(RemoteNodes.WORKERS.name(), "1"))
                .map(contender -> contender.withParameter(Countdown.TASKS.name(), "16"))
                .toList();
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                Claim.value("every node takes part", RemoteNodes.BUSY_NODES, REMOTE, Bound.atLeast(3)),
                Claim.ratio(
                        "workers behind a network take longer than as many local ones",
                        Claim.WALL,
                        REMOTE,
                        LOCAL,
                        Bound.atLeast(1)));
    }

    @Override
    public List<String> highlights() {
        return List.of(RemoteNodes.BUSY_NODES, RemoteNodes.REMOTE_TASKS);
    }
}
