package org.interleave.workbench.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.interleave.workbench.compare.RunComparison;
import org.interleave.workbench.compare.Terms;
import org.interleave.workbench.report.Report;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The comparison of two runs as Markdown and as JSON. */
class ComparisonFilesTest {

    private static final Terms TERMS = new Terms(5, Optional.empty(), false, Optional.empty());

    private static RunComparison slowed() {
        Report older = report(
                row("threads").wall(seconds(1, 1.01, 0.99)).measured(),
                row("netty").wall(seconds(2, 2.01, 1.99)).measured());
        Report newer = report(
                row("threads").wall(seconds(1.5, 1.51, 1.49)).measured(),
                row("netty").wall(seconds(2, 2.01, 1.99)).measured());
        return RunComparison.of(older, newer, TERMS);
    }

    private static String markdown(RunComparison comparison) throws IOException {
        StringBuilder out = new StringBuilder();
        MarkdownComparison.write(comparison, out);
        return out.toString();
    }

    @Test
    void markdownShowsWhatChangedAndFoldsTheRestAway() throws IOException {
        String markdown = markdown(slowed());

        assertThat(markdown)
                .startsWith("### Interleave: 1 slower, 1 same\n\nold: Interleave 0.1.0 (abc1234), ")
                .contains(
                        "| <code>countdown/threads</code> | <code>wall&#95;s</code> | 1.00 s | 1.50 s | +50.0 % | [+4")
                .contains("| **slower** |")
                .contains("<details><summary>all rows: 2</summary>\n\n| row |")
                .contains("- the margin is 5 %");
        assertThat(markdown.substring(0, markdown.indexOf("<details>"))).doesNotContain("netty");
    }

    @Test
    void markdownTakesNothingFromElsewhereForMarkup() throws IOException {
        String evil = "@team |\n# <b>`";
        Report older = report(row(evil).wall(seconds(1, 1.01)).measured());
        Report newer = report(row(evil).invalid(evil).measured());
        assertThat(markdown(RunComparison.of(older, newer, TERMS)))
                .doesNotContain("@team", "<b>", "`")
                .contains("<code>countdown/&#64;team &#124;&#92;n&#35; &#60;b&#62;&#96;</code>");
    }

    @Test
    void jsonHasEveryVerdictWithItsNumbers() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonComparison.write(slowed(), true, out);
        JsonNode tree = JsonMapper.shared().readTree(out.toByteArray());

        assertThat(tree.get("failed").asBoolean()).isTrue();
        assertThat(tree.get("fail_on_percent").asDouble()).isEqualTo(5);
        assertThat(tree.at("/old/commit").asString()).isEqualTo("abc1234");
        assertThat(tree.at("/rows/0/verdict").asString()).isEqualTo("slower");
        assertThat(tree.at("/rows/0/measure").asString()).isEqualTo("wall_s");
        assertThat(tree.at("/rows/0/ratio/value").asDouble()).isBetween(1.49, 1.51);
        assertThat(tree.at("/rows/0/ratio/low").asDouble()).isGreaterThan(1.3);
        assertThat(tree.at("/rows/0/parameters/count").asString()).isEqualTo("10M");
        assertThat(tree.at("/rows/1/verdict").asString()).isEqualTo("same");
        assertThat(tree.get("remarks").toString()).contains("not known of both runs");
    }
}
