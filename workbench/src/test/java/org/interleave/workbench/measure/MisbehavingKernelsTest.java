package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.workloads.NamedKernel;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.interleave.workbench.CLibrary;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Repetitions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a kernel in C does to the fork that runs it is the reason of its row. */
@Needs(Resource.C_COMPILER)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MisbehavingKernelsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private static Path directory = Path.of("");

    private static Path bad = Path.of("");

    @BeforeAll
    static void compile() throws Exception {
        Path jdk = Path.of(System.getProperty("java.home"), "include");
        bad = CLibrary.ofTestSource("bad", directory, "-DWITH_JNI", "-I", jdk.toString(), "-I", jdk + "/linux");
    }

    private static String reason(Path library, String strategyName, String kernel, Duration patience) {
        Optional<String> place = Optional.of(library.toString());
        Catalog catalog = Plugins.catalog(place);
        Workload<?> workload = catalog.workload(NamedKernel.NAME);
        Strategy strategy = catalog.strategy(strategyName);
        Configuration configuration = new Configuration(
                workload.name(),
                Parameters.of(workload.name(), workload.parameters(), Map.of("name", kernel), Preset.QUICK)
                        .asText(),
                strategy.name(),
                Parameters.defaults(strategy.options()).asText(),
                LibC.affinity());
        ForkOutcome outcome = new ForkRunner(
                        catalog, new Repetitions(1, 2), place, directory, Optional.of(directory), patience)
                .run(configuration);
        assertThat(outcome).isInstanceOf(ForkOutcome.Invalid.class);
        return ((ForkOutcome.Invalid) outcome).reason();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "native-released  | fails            | C kernel fails failed (code 7): out of luck",
                "foreign-critical | answers_nonsense | 42",
                "native-held      | leaves_exception | left pending",
                "foreign-released | frees_twice      | its JVM ended with exit status 134 (SIGABRT): ",
                "native-released  | crahs            | unknown C kernel 'crahs'; did you mean 'crash'?",
            })
    void whatIsWrongIsTold(String strategy, String kernel, String reason) {
        assertThat(reason(bad, strategy, kernel, PATIENCE)).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"native-held", "foreign-released"})
    void aCrashIsToldWithItsFile(String strategy) throws IOException {
        String reason = reason(bad, strategy, "crash", PATIENCE);

        assertThat(reason)
                .matches("its JVM crashed, SIGSEGV in crash of libbad\\.so; more is in .*/hs_err_pid[0-9]+\\.log");
        Path file = Path.of(reason.substring(reason.indexOf(directory.toString())));
        assertThat(Files.readString(file)).contains("libbad.so");
    }

    @Test
    void oneThatNeverReturnsIsKilled() {
        assertThat(reason(bad, "native-released", "never_returns", Duration.ofSeconds(5)))
                .isEqualTo("no round ended in 5 s, and it was killed");
    }

    @Test
    void aLibraryThatIsWrongIsTold() throws Exception {
        Path older = Files.createDirectory(directory.resolve("older"));
        Path twice = Files.createDirectory(directory.resolve("twice"));

        assertThat(reason(CLibrary.ofTestSource("table", older, "-DABI=2"), "native-held", "idle", PATIENCE))
                .contains("was built with version 2 of interleave.h");
        assertThat(reason(CLibrary.ofTestSource("table", twice, "-DTWICE"), "foreign-held", "idle", PATIENCE))
                .contains("registers two kernels of the name idle");
    }

    /** One library is no concern of a strategy that runs no C code. */
    @Test
    void aJvmThatRunsNoKernelsLoadsNone() throws Exception {
        Path wrong = Files.createDirectory(directory.resolve("wrong"));
        Path library = CLibrary.ofTestSource("table", wrong, "-DABI=3");
        Optional<String> place = Optional.of(library.toString());
        Catalog catalog = Plugins.catalog(place);
        Configuration countdown = new Configuration(
                "countdown", Map.of("count", "1k", "tasks", "2"), "sequential", Map.of(), LibC.affinity());

        assertThat(new ForkRunner(catalog, new Repetitions(1, 2), place, directory, Optional.empty()).run(countdown))
                .isInstanceOf(ForkOutcome.Measured.class);
        assertThat(catalog.refusals()).isEqualTo(List.of());
    }
}
