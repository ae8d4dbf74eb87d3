package org.interleave.workbench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTest {

    private static String body(Markup html) {
        return html.finish().replace("<!doctype html>\n", "").stripTrailing();
    }

    @Test
    void textsAndValuesAreEscaped() {
        Markup html = new Markup().element("p", "<script>alert('1') & \"2\"</script>", "title", "\"><b x='&'>");
        assertThat(body(html))
                .isEqualTo("<p title=\"&quot;&gt;&lt;b x=&#39;&amp;&#39;&gt;\">"
                        + "&lt;script&gt;alert(&#39;1&#39;) &amp; &quot;2&quot;&lt;/script&gt;</p>");
    }

    @Test
    void whatIsNoCharacterIsShown() {
        Markup html = new Markup().element("p", "a\u0000b\u001b[31m\n\u202eright to left\ud800", "id", "x\ty");
        assertThat(body(html)).isEqualTo("<p id=\"x\\ty\">a\\u0000b\\u001b[31m\\n\\u202eright to left\\ud800</p>");
    }

    @Test
    void whatIsTooLongIsCut() {
        Markup html = new Markup().element("p", "x".repeat(10_000));
        assertThat(body(html)).hasSizeLessThan(4_100).endsWith("x...</p>");
    }

    @Test
    void elementsAreNested() {
        Markup html = new Markup()
                .open("svg", "width", "1")
                .empty("circle", "r", "2.5")
                .open("g")
                .text("t")
                .close()
                .close();
        assertThat(body(html)).isEqualTo("<svg width=\"1\"><circle r=\"2.5\"/><g>t</g></svg>");
    }

    @Test
    void elementThatIsNotClosedIsTold() {
        Markup html = new Markup().open("p");
        assertThatThrownBy(html::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("<p>");
        html.close();
        assertThatThrownBy(html::close).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x</script>", "a < b</", "<!--"})
    void whatWouldEndAScriptIsRefused(String content) {
        assertThatThrownBy(() -> new Markup().embed("script", content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<script>");
    }

    @Test
    void attributeWithoutAValueIsTold() {
        assertThatThrownBy(() -> new Markup().open("p", "id")).isInstanceOf(IllegalArgumentException.class);
    }
}
