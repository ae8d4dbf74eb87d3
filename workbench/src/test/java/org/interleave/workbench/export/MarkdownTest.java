package org.interleave.workbench.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interleave.workbench.export.Markdown.Alignment;
import org.interleave.workbench.export.Markdown.Column;
import org.junit.jupiter.api.Test;

class MarkdownTest {

    @Test
    void nothingFromElsewhereIsMarkup() {
        assertThat(Markdown.code("a|b`c*<img src=x>@team #1 https://x www.x.y $z$\n# h"))
                .isEqualTo("<code>a&#124;b&#96;c&#42;&#60;img src=x&#62;&#64;team &#35;1 https&#58;//x www&#46;x.y"
                        + " &#36;z&#36;&#92;n&#35; h</code>");
        assertThat(Markdown.text("ask @team about #7")).isEqualTo("ask &#64;<!-- -->team about &#35;<!-- -->7");
        assertThat(Markdown.text("plain words, 1.5 %, a-b (c) x=1")).isEqualTo("plain words, 1.5 %, a-b (c) x=1");
    }

    @Test
    void longNamesAreCut() {
        assertThat(Markdown.code("x".repeat(10_000)).length()).isLessThan(300);
        assertThat(Markdown.code("|".repeat(10_000)).length()).isLessThan(1_500);
    }

    @Test
    void tablesHaveARuleThatAligns() {
        assertThat(Markdown.table(
                        List.of(new Column("a", Alignment.LEFT), new Column("b", Alignment.RIGHT)),
                        List.of(List.of("1", "2"))))
                .isEqualTo("| a | b |\n| :--- | ---: |\n| 1 | 2 |\n");
    }
}
