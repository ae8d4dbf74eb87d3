package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Nothing that is written becomes markup but what is meant to be. */
class MarkupTest {

    @Test
    void textsAndAttributesAreEscaped() {
        String html = new Markup()
                .begin("td", "title", "\"<&\n")
                .element("b", "<i>&amp;\u001b", "class", "x")
                .text("\u202e")
                .end()
                .toString();

        assertThat(html)
                .isEqualTo("<td title=\"&quot;&lt;&amp;\\n\"><b class=\"x\">&lt;i&gt;&amp;amp;\\u001b</b>\\u202e</td>");
    }

    @Test
    void anElementWithNothingInItHasAnEnd() {
        assertThat(new Markup().element("span", "", "class", "swatch").toString())
                .isEqualTo("<span class=\"swatch\"></span>");
    }

    @Test
    void whatWasNotBegunCannotEnd() {
        assertThatThrownBy(() -> new Markup().end()).isInstanceOf(RuntimeException.class);
    }
}
