package org.interleave.workbench.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.interleave.core.Claim;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Fixture;
import org.interleave.workbench.report.Judgement;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Skipped;
import org.interleave.workbench.report.Verdict;
import org.junit.jupiter.api.Test;

class MarkdownReportTest {

    private static String written(Report report) throws IOException {
        StringBuilder out = new StringBuilder();
        MarkdownReport.write(report, out);
        return out.toString();
    }

    @Test
    void hasTheAnswerATableTheClaimsAndWhatWasNotRun() throws IOException {
        Report report = report(
                true,
                List.of(
                        row("sequential")
                                .of("countdown")
                                .wall(Fixture.around("s", 0.2, 3))
                                .measured(),
                        row("threads")
                                .of("countdown")
                                .wall(Fixture.around("s", 0.1, 3))
                                .disturbed(1)
                                .measured(),
                        row("netty").of("countdown").invalid("sum is 7").measured()),
                List.of(new Judgement(
                        "cpu-threads",
                        "Two threads take half the time",
                        Verdict.HELD,
                        Optional.of(new Estimate(0.5, 0.49, 0.51, 3, 9)),
                        Claim.Bound.atMost(0.6),
                        OptionalInt.empty(),
                        Optional.empty())),
                List.of(new Skipped("countdown", "native-held", "no C compiler")));
        String markdown = written(report);

        assertThat(markdown)
                .startsWith("# Interleave\n\n- Program: 0.1.0 (abc1234), preset quick, seed 42\n")
                .contains("- Interrupted: this is what was measured until then\n")
                .contains("## Summary\n\n- **<code>countdown</code>** fastest by wall time is threads, ")
                .contains("\n## <code>countdown</code>\n\nSame in all: count=10M")
                .contains(
                        "| contender | wall | 95 % interval | × <code>sequential</code> | its interval | cpu | peak memory |")
                .containsPattern("\\| <code>threads</code> \u26a0 \\| 100 ms \\| &#91;.*&#93; \\| 0\\.5\\d*× ")
                .containsPattern("\\| <code>netty</code> \u2717 \\| invalid \\|")
                .contains("- <code>netty</code> sum is 7\n")
                .contains("- <code>threads</code> other processes disturbed 1 of 3 forks\n")
                .contains("- **held** <code>cpu-threads</code> Two threads take half the time (held&#58; 0.500 ")
                .contains("- <code>countdown</code> under <code>native-held</code> no C compiler\n");
    }

    @Test
    void namesFromElsewhereAreText() throws IOException {
        String evil = "@team |\n# <script>alert(1)</script>`**" + "z".repeat(10_000);
        String markdown = written(report(
                row(evil)
                        .of(evil)
                        .on(evil)
                        .parameter(evil, evil)
                        .wall(seconds(1, 1.1))
                        .measured(),
                row("x").of(evil).on(evil).invalid(evil).measured()));

        assertThat(markdown).doesNotContain("<script>", "@team", "`");
        assertThat(markdown.lines().filter(line -> line.startsWith("#")).map(line -> line.replaceFirst(" .*", "")))
                .containsExactly("#", "##");
        assertThat(markdown.length()).isLessThan(30_000);
    }

    @Test
    void aReportOfNothingIsWritten() throws IOException {
        assertThat(written(report())).startsWith("# Interleave");
    }
}
