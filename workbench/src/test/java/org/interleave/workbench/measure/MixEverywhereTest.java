package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Strategy;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.core.workloads.mix.Served;
import org.interleave.processes.RemoteNodes;
import org.interleave.workbench.plan.Plugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of every kind of step under every strategy that has what they need. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class MixEverywhereTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());
    private static final Mix MIX = new Mix();

    private static final Map<String, String> SMALL = Map.of(
            "in-flight", "8",
            "requests", "60",
            "steps", "4",
            "compute", "50us",
            "native", "50us",
            "wait", "1ms",
            "blocking", "1ms",
            "memory", "not-measured");

    private static Parameters parameters(Map<String, String> more) {
        Map<String, String> given = new HashMap<>(SMALL);
        given.putAll(more);
        return Parameters.of(MIX.name(), MIX.parameters(), given, Preset.QUICK);
    }

    private static Stream<Strategy> strategies() {
        return CATALOG.strategies().stream()
                .filter(strategy -> strategy.supports(MIX, parameters(Map.of("share", everyKindFor(strategy))))
                        .isAvailable());
    }

    private static String everyKindFor(Strategy strategy) {
        String others = "compute:1,wait:1,blocking:1,message:1,native:1";
        return strategy.features().contains(Feature.SHARED_CELLS) ? others + ",cell:1" : others;
    }

    @Test
    void moreThanTenStrategiesServeRequestsAndThoseWithoutSayWhy() {
        assertThat(strategies())
                .hasSizeGreaterThan(10)
                .extracting(Strategy::name)
                .contains("threads", "processes");
        assertThat(CATALOG.strategies())
                .filteredOn(strategy -> !strategy.supports(MIX).isAvailable())
                .extracting(Strategy::name)
                .as("what refuses requests without native code")
                .contains("sequential", "thread-pool", "native-held");
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void requestsAreServedInEitherLoop(Strategy strategy) throws InterruptedException {
        Parameters options = options(strategy);
        assumeTrue(strategy.availability(options).isAvailable(), strategy.name());
        String share = everyKindFor(strategy);
        try (Execution execution = strategy.open(options)) {
            serves(strategy, execution, Map.of("share", share), 60);
            serves(strategy, execution, Map.of("share", "compute:1,native:1", "native-lock", "released"), 60);
            serves(strategy, execution, Map.of("share", share, "rate", "400", "duration", "100ms"), 40);
        }
    }

    private static void serves(Strategy strategy, Execution execution, Map<String, String> given, int requests)
            throws InterruptedException {
        Parameters parameters = parameters(given);
        assertThat(strategy.supports(MIX, parameters)).isEqualTo(Availability.available());
        try (Round<Served> round = MIX.prepare(parameters)) {
            Outcome<Served> outcome = round.runOn(execution);
            assertThat(round.verify(outcome))
                    .containsEntry(Mix.REQUESTS_DUE, Metric.count(requests))
                    .containsEntry(Mix.REFUSED, Metric.count(0))
                    .containsKey(Mix.CPU_PER_REQUEST)
                    .containsEntry(
                            strategy.family() == Family.NATIVE ? Mix.NATIVE_IN_JAVA : Mix.NATIVE_IN_C, Metric.count(0));
            assertThat(Objects.requireNonNull(round.latencies(outcome).get(Mix.LATENCY))
                            .getTotalCount())
                    .isEqualTo(requests);
        }
    }

    private static Parameters options(Strategy strategy) {
        Map<String, String> given = new HashMap<>();
        if (strategy.name().equals(RemoteNodes.NAME)) {
            given.put(RemoteNodes.LOOPBACK_NODES.name(), "1");
        }
        return Parameters.of(strategy.name(), strategy.options(), given, Preset.QUICK);
    }
}
