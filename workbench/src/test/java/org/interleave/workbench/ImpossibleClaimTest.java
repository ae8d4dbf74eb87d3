package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.interleave.core.Experiment;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** An experiment of a plug-in that claims something of a row or a metric that cannot be is refused before it is run. */
class ImpossibleClaimTest {

    private static final String SOURCE = """
            import java.util.*;
            import org.interleave.core.*;

            public class Broken implements Experiment {
                public String name() { return "broken"; }
                public String question() { return "Is it so?"; }
                public List<Contender> contenders(Preset preset) {
                    return List.of(
                            Contender.of("echo", "giant-lock-timed").labelled("locked"),
                            Contender.of("echo", "threads").labelled("free"));
                }
                public List<Claim> claims() {
                    return List.of(Claim.ratio("it is so", "METRIC", "locked", "free", Claim.Bound.atMost(1))
                            .dividedBy(new Claim.Measure("DIVISOR", "LABEL")));
                }
            }
            """;

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int dryRun(String metric, String divisor, String label) throws IOException {
        String source =
                SOURCE.replace("METRIC", metric).replace("DIVISOR", divisor).replace("LABEL", label);
        Path plugins = PluginJar.of(Experiment.class, "Broken", source, directory);
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return commandLine.execute("run", "broken", "--dry-run", "--plugins", plugins.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "latency_p5O | wall_s | free | unknown metric of 'locked' in a claim of experiment broken 'latency_p5O'; did you mean 'latency_p50'? (known: ",
                "wall_s | failed_wakeups | free | unknown metric of 'free' in a claim of experiment broken 'failed_wakeups' (known: allocated, ",
                "wall_s | lateness | free | unknown metric of 'free' in a claim of experiment broken 'lateness'",
                "wall_s | wall_s | fre | claims() speaks of what contenders(preset) does not answer: unknown contender 'fre'; did you mean 'free'? (known: locked, free)",
            })
    void isRefusedWithTheNearestAndWhatThereIs(String metric, String divisor, String label, String reason)
            throws IOException {
        assertThat(dryRun(metric, divisor, label)).isEqualTo(Main.WRONG_USE);
        assertThat(err.toString()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "latency_p50, replies, free",
        "failed_wakeups, switches, locked",
        "held_share.1, peak_rss_bytes, free",
        "others_cpus, worker_start, free",
    })
    void isRunIfItCanBe(String metric, String divisor, String label) throws IOException {
        assertThat(dryRun(metric, divisor, label)).describedAs(err.toString()).isEqualTo(Main.DONE);
    }
}
