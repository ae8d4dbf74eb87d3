package org.interleave.processes;

import java.util.List;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.processes.node.NodeProcess;
import org.interleave.testkit.StrategyContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("thorough")
class RemoteNodesContractTest extends StrategyContract {

    private static List<NodeProcess> nodes = List.of();

    @BeforeAll
    static void startNodes() {
        nodes = NodeProcess.onLoopback(2, 1, "org.interleave.testkit.*");
    }

    @AfterAll
    static void stopNodes() {
        nodes.forEach(NodeProcess::close);
    }

    @Override
    protected Strategy strategy() {
        return new RemoteNodes();
    }

    @Override
    protected Parameters options() {
        return NodeProcess.options(nodes).with(RemoteNodes.ALLOW, List.of("org.interleave.testkit.*"));
    }
}
