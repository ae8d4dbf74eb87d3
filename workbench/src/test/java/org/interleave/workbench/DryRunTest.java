package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.measure.Environment;
import org.interleave.workbench.measure.ForkCost;
import org.interleave.workbench.measure.JournalLine;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Planner;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.report.Screen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dry run tells the plan, what is not in it, and how long it would take. */
class DryRunTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());
    private static final Environment ENVIRONMENT = Environment.present(Optional.empty());

    private static List<String> dryRun(String count, int width) {
        Request request = new Request(
                List.of("countdown"),
                Preset.QUICK,
                List.of("sequential", "giant-lock-priority", "remote-nodes"),
                Map.of("count", count),
                List.of(0),
                Optional.empty(),
                Optional.empty());
        Plan plan = Planner.plan(CATALOG, request);
        JournalLine.Header header = new JournalLine.Header(
                JournalLine.Header.FORMAT,
                List.of("run"),
                Instant.EPOCH,
                7,
                request,
                Optional.empty(),
                "",
                ENVIRONMENT,
                plan.repetitions(),
                plan.entries());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        DryRun.print(
                new RunOrder(CATALOG, plan, header, List.of(), List.of()),
                out,
                new Screen(width, false, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void thePlanIsTold() {
        List<String> lines = dryRun("5M", Screen.UNBOUNDED);
        assertThat(lines.getFirst()).matches("experiment +contender +workload +strategy +cpus +parameters +options");
        assertThat(lines)
                .anyMatch(line -> line.matches("countdown +sequential +countdown +sequential +0 +count=5M .*"));
        assertThat(lines).anyMatch(line -> line.startsWith("not run: countdown/remote-nodes: needs nodes"));
        assertThat(lines).contains("2 contenders, 3 forks each in random order, seed 7");
        assertThat(lines.getLast()).startsWith("it would take about ").contains(ForkCost.basis());
    }

    @Test
    void moreWorkTakesLonger() {
        assertThat(seconds(dryRun("500M", Screen.UNBOUNDED).getLast()))
                .isGreaterThan(10 * seconds(dryRun("5M", Screen.UNBOUNDED).getLast()));
    }

    private static long seconds(String line) {
        String[] words = line.replace("it would take about ", "").split(" ", 3);
        return Long.parseLong(words[0]) * (words[1].equals("min") ? 60 : 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 120})
    void noLineIsWiderThanTheTerminal(int width) {
        List<String> lines = dryRun("5M", width);
        assertThat(lines).allMatch(line -> line.length() <= width);
        assertThat(String.join(" ", lines).contains("left out for want of width: "))
                .isEqualTo(width < 120);
    }
}
