package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Execution;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.Workload;
import org.interleave.core.catalog.ProviderName;
import org.interleave.core.workloads.Countdown;
import org.interleave.threads.Sequential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fork ends when it has reported, though a library keeps a thread that is no daemon. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LingeringForkTest {

    /** Leaves a thread behind. */
    public static final class Lingering implements Strategy {

        private final Strategy sound = new Sequential();

        @Override
        public StrategyDescription describe() {
            return sound.describe();
        }

        @Override
        public Execution open(Parameters options) {
            Thread.ofPlatform().daemon(false).name("lingering").start(() -> {
                try {
                    Thread.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            return sound.open(options);
        }
    }

    @Test
    void itEndsByItself() throws Exception {
        Set<ProviderName> providers = Set.of(
                new ProviderName(Strategy.class.getName(), Lingering.class.getName()),
                new ProviderName(Workload.class.getName(), Countdown.class.getName()));
        ForkOrder order = new ForkOrder(
                Countdown.NAME,
                Map.of(Countdown.COUNT.name(), "1k"),
                Sequential.NAME,
                Map.of(),
                Optional.empty(),
                providers,
                1,
                false);
        List<String> command = new ArrayList<>(ForkProcess.SHELL);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ForkRunner.JVM_FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ForkMain.class.getName()));
        Process fork = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            fork.getOutputStream().write((order.line() + "\n").getBytes(StandardCharsets.UTF_8));
            fork.getOutputStream().flush();

            Optional<ForkOutcome> outcome = ForkReport.read(fork.getInputStream(), () -> {});

            assertThat(outcome).containsInstanceOf(ForkOutcome.Measured.class);
            assertThat(fork.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(fork.exitValue()).isZero();
        } finally {
            fork.destroyForcibly();
        }
    }
}
