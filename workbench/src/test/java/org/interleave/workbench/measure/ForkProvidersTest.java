package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.ProviderName;
import org.interleave.core.workloads.Countdown;
import org.interleave.workbench.plan.Plugins;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fork loads its own strategy and workload, and no other. */
class ForkProvidersTest {

    private static final Catalog ALL = Plugins.catalog(Optional.empty());

    static Stream<String> strategies() {
        return ALL.strategies().stream().map(Strategy::name);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void everyStrategyCanBeLoadedAlone(String name) {
        Catalog alone = Plugins.catalog(Optional.empty(), ALL.providers(name, Countdown.NAME));

        assertThat(alone.refusals()).isEmpty();
        assertThat(alone.strategy(name).describe()).isEqualTo(ALL.strategy(name).describe());
        assertThat(alone.workloads()).extracting(Workload::name).containsExactly(Countdown.NAME);
        assertThat(alone.experiments()).isEmpty();
        assertThat(ALL.providers(name, Countdown.NAME))
                .extracting(ProviderName::service)
                .hasSizeLessThanOrEqualTo(3);
    }
}
