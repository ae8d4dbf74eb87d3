package org.interleave.workbench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Demand;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.junit.jupiter.api.Test;

class MachineLimitsTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());

    private final MachineLimits limits = new MachineLimits(20_000, 10L << 30);

    @Test
    void socketsHaveToBeFewerThanDescriptors() {
        assertThat(limits.reasonAgainst(new Demand(1, 19_700))).isEmpty();
        assertThat(limits.reasonAgainst(new Demand(1, 20_001)))
                .hasValue("needs 20001 sockets at once and can have 19700 here (ulimit -n is 20000)");
        assertThat(new MachineLimits(100, 1).reasonAgainst(new Demand(1, 1)))
                .hasValue("needs 1 sockets at once and can have 0 here (ulimit -n is 100)");
    }

    @Test
    void manyTasksHaveAHeapThatHasToBeThere() {
        assertThat(MachineLimits.jvmOptions(new Demand(268_000, 0))).isEmpty();
        assertThat(limits.reasonAgainst(new Demand(268_000, 0))).isEmpty();
        assertThat(MachineLimits.jvmOptions(new Demand(1_000_000, 0))).containsExactly("-Xmx8g");
        assertThat(limits.reasonAgainst(new Demand(1_000_000, 0))).isEmpty();
        assertThat(limits.reasonAgainst(new Demand(10_000_000, 0)))
                .hasValue("needs a heap of 75 GiB for 10M tasks, and 10 GiB of memory are available here");
        assertThat(limits.reasonAgainst(new Demand(Long.MAX_VALUE, 0))).isPresent();
        assertThat(new MachineLimits(20_000, 1).reasonAgainst(new Demand(1_000, 0)))
                .as("the heap that every fork has is not asked for anew")
                .isEmpty();
    }

    /** No system of today lets a process have ten million threads. */
    @Test
    void whatCannotBeIsSaidBeforeAnythingIsMeasured() {
        Request request = Request.of(List.of("waits"), Preset.QUICK, List.of(0, 1))
                .withStrategies(List.of("threads"))
                .withSettings(Map.of("tasks", "10M"));
        assertThatThrownBy(() -> Planner.plan(CATALOG, request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("nothing to run: threads needs 10M (threads at once and can have|a heap).*");
    }
}
