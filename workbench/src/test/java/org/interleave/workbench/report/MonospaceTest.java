package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MonospaceTest {

    @Test
    void breaksLinesBetweenWords() {
        assertThat(Monospace.wrap("the quick brown fox", 10, 2)).containsExactly("the quick", "  brown", "  fox");
        assertThat(Monospace.wrap("fits", 4, 2)).containsExactly("fits");
        assertThat(Monospace.wrap("", 4, 2)).containsExactly("");
        assertThat(Monospace.wrap("    indented text", 12, 6)).containsExactly("    indented", "      text");
    }

    @Test
    void breaksOnlyAWordThatIsLongerThanALineAfterAHyphenOrTheLike() {
        assertThat(Monospace.wrap("x giant-lock-priority y", 14, 2))
                .containsExactly("x", "  giant-lock-", "  priority y");
        assertThat(Monospace.wrap("abcdefghij", 4, 1)).containsExactly("abcd", " efg", " hij");
        assertThat(Monospace.wrap("漢漢漢", 4, 0)).containsExactly("漢漢", "漢");
        assertThat(Monospace.wrap("漢漢", 1, 0)).containsExactly("漢", "漢");
    }

    @Test
    void countsTheColumnsThatCharactersTake() {
        assertThat(Monospace.width("×≈µ")).isEqualTo(3);
        assertThat(Monospace.width("e\u0301")).isEqualTo(1);
        assertThat(Monospace.width("漢字 \ud83d\ude00")).isEqualTo(7);
    }
}
