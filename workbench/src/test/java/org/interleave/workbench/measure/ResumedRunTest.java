package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Planner;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.report.Destination;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run may go on with, and what not. */
class ResumedRunTest {

    private static final Environment HERE = Environment.present(Optional.empty());
    private static final List<Integer> CPUS = List.of(0);
    private static final JournalLine.Fork FORK = new JournalLine.Fork(
            0,
            9,
            new ForkOutcome.Measured(
                    Map.of("wall_s", List.of(0.1)), Map.of("wall_s", "s"), Map.of(), 2, false, Map.of()));

    @TempDir
    private Path folder = Path.of("");

    private JournalLine.Header header() {
        Catalog catalog = Plugins.catalog(Optional.empty());
        Request request = Request.of(List.of("countdown"), Preset.QUICK, CPUS).withStrategies(List.of("threads"));
        Plan plan = Planner.plan(catalog, request);
        return new JournalLine.Header(
                JournalLine.Header.FORMAT,
                List.of("run", "countdown"),
                java.time.Instant.EPOCH,
                7,
                request,
                Optional.empty(),
                folder.resolve("out.json").toString(),
                HERE,
                plan.repetitions(),
                plan.entries());
    }

    private ResumedRun run(JournalLine.Header header) throws IOException {
        Path file = folder.resolve("out.journal");
        Files.deleteIfExists(file);
        try (Journal journal = Journal.begin(file, header, complaint -> {})) {
            journal.append(FORK);
        }
        return ResumedRun.of(folder.resolve("out.json"));
    }

    private void assertRefused(UnaryOperator<String> change, String message) throws IOException {
        run(header());
        Path file = folder.resolve("out.journal");
        Files.writeString(file, change.apply(Files.readString(file)));
        ResumedRun run = ResumedRun.of(file);
        assertThatThrownBy(() -> run.order(Optional.empty(), CPUS))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .contains("cannot go on with " + file + ": " + message)
                .hasLineCount(1);
    }

    @Test
    void aComparisonWithAnotherBuildIsBegunAnew() throws IOException {
        assertRefused(
                text -> text.replace("\"against\":null", "\"against\":\"/other\""),
                "it compares with the build in /other, which may be another by now; begin it anew");
    }

    @Test
    void theSamePlanGoesOnWithTheForksThatItHas() throws IOException {
        RunOrder order = run(header()).order(Optional.empty(), List.of(0, 1));

        assertThat(order.plan().entries()).isEqualTo(header().entries());
        assertThat(order.known()).containsExactly(FORK);
        assertThat(order.header().seed()).isEqualTo(7);
        assertThat(order.resumed()).hasSize(1);
    }

    @Test
    void whatDiffersIsNamed() throws IOException {
        assertRefused(
                text -> text.replace("\"kernel\":\"", "\"kernel\":\"other "),
                "machine kernel was other " + HERE.machine().kernel() + " and is "
                        + HERE.machine().kernel());
        assertRefused(
                text -> text.replace("\"jvm\":{\"version\":\"", "\"jvm\":{\"version\":\"other "),
                "jvm version was other " + HERE.jvm().version() + " and is "
                        + HERE.jvm().version());
        assertRefused(
                text -> text.replaceFirst("\"commit\":(null|\"[^\"]*\")", "\"commit\":\"0123456789ab\""),
                "commit was 0123456789ab and is " + HERE.commit().orElse("absent"));
        assertRefused(
                text -> text.replaceFirst("\"plugins\":[{]}", "\"plugins\":{\"bugs.jar\":\"00ff\"}"),
                "plugins bugs.jar was 00ff and is absent");
        assertRefused(text -> text.replace("\"forks\":3", "\"forks\":4"), "the plan's repetitions were ");
        assertRefused(
                text -> text.replaceFirst("\"label\":\"threads\"", "\"label\":\"other\""), "row 1 of the plan was ");
    }

    @Test
    void theProcessorsHaveToBeAllowedStill() throws IOException {
        ResumedRun run = run(header());

        assertThatThrownBy(() -> run.order(Optional.empty(), List.of(1)))
                .hasMessageContaining("processors were [0] and those allowed now are [1]");
    }

    @Test
    void anOptionThatSaysOtherwiseIsRefused() throws IOException {
        ResumedRun run = run(header());

        run.checkFits("--seed", 7L, 7L);
        assertThatThrownBy(() -> run.checkFits("--seed", 8L, 7L))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("--seed 8 does not fit --resume: it is 7 in ");
    }

    @Test
    void onlyTheReportOfTheSameRunIsReplaced() throws IOException {
        ResumedRun run = run(header());
        Path report = folder.resolve("out.json");
        String ours = "{\"interleave\":{\"interrupted\":true,\"seed\":7,\"started\":\"1970-01-01T00:00:00Z\"}}";

        Files.writeString(report, ours);
        assertThat(run.destination(Optional.empty(), false)).isEqualTo(new Destination.File(report, true));
        Files.writeString(report, ours.replace("7,", "8,"));
        assertThatThrownBy(() -> run.destination(Optional.empty(), false)).hasMessageContaining("--force replaces it");
        Files.writeString(report, "no JSON");
        assertThatThrownBy(() -> run.destination(Optional.empty(), false)).hasMessageContaining("--force replaces it");
        assertThat(run.destination(Optional.of(folder.resolve("other.json")), false))
                .isEqualTo(new Destination.File(folder.resolve("other.json"), false));
    }

    @Test
    void whereThereIsNoJournalItIsSaid() throws IOException {
        Path report = folder.resolve("whole.json");

        assertThatThrownBy(() -> ResumedRun.of(report))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no journal " + folder.resolve("whole.journal"));
        Files.writeString(report, "{\"interleave\":{\"interrupted\":false}}");
        assertThatThrownBy(() -> ResumedRun.of(report)).hasMessage("--resume " + report + ": this report is complete");
    }
}
