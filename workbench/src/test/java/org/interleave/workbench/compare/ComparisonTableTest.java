package org.interleave.workbench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Screen;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {

    private static String render(int width, boolean colour, RunComparison comparison) {
        return new ComparisonTable(new Screen(width, colour, StandardCharsets.UTF_8)).render(comparison);
    }

    private static RunComparison slowed() {
        Runs runs = new Runs(4, 8, 3, 0.02);
        return RunComparison.of(runs.plain(), runs.run(1.3, 1, 1), Runs.twoSessions());
    }

    @Test
    void saysWhichRowIsSlowerAndByHowMuch() {
        String text = render(Screen.UNBOUNDED, false, slowed());

        assertThat(text)
                .startsWith("old  Interleave 0.1.0 (abc1234), 2026-11-21 08:00 UTC, preset quick, seed 42\nnew  Inter")
                .contains("the margin is 5 %; changes are tested with Holm's correction over all rows at 5 %");
        assertThat(text.lines().filter(line -> line.startsWith("countdown/row0 ")))
                .singleElement()
                .asString()
                .matches("countdown/row0 +wall_s +1\\d\\d ms +1\\d\\d ms +\\+\\d+\\.\\d % +\\[\\+\\d+.*\\] +slower");
        assertThat(text).containsPattern("\nVerdict  1 slower, ").containsPattern("\nslower: countdown/row0 \\+\\d+");
        assertThat(text).endsWith("\n");
    }

    @Test
    void fitsATerminalAndSaysWhatIsLeftOut() {
        assertThat(render(80, false, slowed()).lines())
                .allSatisfy(line -> assertThat(line.length()).describedAs(line).isLessThanOrEqualTo(80));
        assertThat(render(80, false, slowed()))
                .contains("left out for want of width: measure, forks for 5 %; they are in what --json");
        assertThat(render(80, true, slowed())).contains("\u001b[31m");
    }

    @Test
    void namesFromElsewhereAreShownAsText() {
        String name = "\u001b[2J<b>\n| x " + "y".repeat(10_000);
        Report older = report(row(name).wall(seconds(1, 1.01)).measured());
        Report newer = report(row(name).invalid("broke\n\u001b[31m badly").measured());
        String text = render(80, false, RunComparison.of(older, newer, Runs.twoSessions()));

        assertThat(text.chars().filter(character -> character < ' ' && character != '\n'))
                .isEmpty();
        assertThat(text.replaceAll("\\s+", " "))
                .contains("\\u001b[2J<b>\\n|")
                .contains("in the new run: broke\\n\\u001b[31m badly");
        assertThat(text.length()).isLessThan(5_000);
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void doubtsAboutARowAreSaidWithTheRunThatTheyAreAbout() {
        Report older = report(row("threads").wall(seconds(1, 1.01, 0.99)).measured());
        Report newer =
                report(row("threads").wall(seconds(1, 1.01, 0.99)).disturbed(2).measured());
        String text = render(Screen.UNBOUNDED, false, RunComparison.of(older, newer, Runs.twoSessions()));

        assertThat(text)
                .contains("countdown/threads !")
                .contains("! countdown/threads: in the new run: other processes disturbed 2 of 3 forks");
    }

    @Test
    void whatDiffersAndWasComparedAnywayIsSaid() {
        Report run = report(row("threads").wall(seconds(1, 1.01, 0.99)).measured());
        Terms terms = new Terms(5, Optional.empty(), false, Optional.of("preset was quick and is full"));

        assertThat(new Remarks(RunComparison.of(run, run, terms)).sessions())
                .startsWith("compared although they were not measured alike: preset was quick and is full");
        assertThat(new Remarks(RunComparison.of(run, run, terms)).tally()).isEqualTo("1 same");
    }

    @Test
    void rowsOfOneLabelAreToldApartByTheirSettings() {
        Report run = report(
                row("threads")
                        .wall(seconds(1, 1.01, 0.99))
                        .parameter("count", "1M")
                        .measured(),
                row("threads").of("another").wall(seconds(2, 2.01, 1.99)).measured());
        List<String> titles = RunComparison.of(run, run, Runs.twoSessions()).rows().stream()
                .map(RowChange::title)
                .toList();

        assertThat(titles).containsExactly("countdown/threads count=1M", "countdown/threads count=10M");
    }
}
