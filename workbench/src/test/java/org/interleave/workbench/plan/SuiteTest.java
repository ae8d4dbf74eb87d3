package org.interleave.workbench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.interleave.core.Strategy;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.workloads.Countdown;
import org.interleave.core.workloads.Echo;
import org.interleave.core.workloads.Messages;
import org.interleave.core.workloads.Sleepers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite compares the strategies that one would choose between, about thirty rows in all. */
class SuiteTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());

    private static List<String> compared(String workload) {
        return CATALOG.strategies().stream()
                .filter(strategy -> Suite.compares(workload, strategy.describe()))
                .map(Strategy::name)
                .toList();
    }

    @Test
    void whatComputesMayHaveProcessesAndAPool() {
        assertThat(compared(Countdown.NAME))
                .contains("sequential", "threads", "thread-pool", "giant-lock-timed", "processes", "netty")
                .doesNotContain("virtual-threads", "fork-join", "instances");
    }

    @ParameterizedTest
    @ValueSource(strings = {Sleepers.NAME, Messages.NAME, Echo.NAME})
    void whatWaitsAndTalksMayHaveVirtualThreads(String workload) {
        assertThat(compared(workload))
                .contains("threads", "virtual-threads", "giant-lock-timed", "netty", "vertx", "akka")
                .doesNotContain("thread-pool", "processes", "fork-join", "instances");
    }
}
