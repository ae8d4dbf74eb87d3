package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GlyphsTest {

    private static final Glyphs ASCII = new Glyphs(StandardCharsets.US_ASCII);
    private static final Glyphs LATIN = new Glyphs(StandardCharsets.ISO_8859_1);
    private static final Glyphs UNICODE = new Glyphs(StandardCharsets.UTF_8);

    @Test
    void signsThatCarryMeaningHaveAFormInAscii() {
        assertThat(ASCII.encodable("≤ 5 µs, ≥ 2×, ≈ 1, 0.9 … 1.15, a, …"))
                .isEqualTo("<= 5 us, >= 2x, ~ 1, 0.9 .. 1.15, a, ...");
        assertThat(ASCII.sign("✓", "held")).isEqualTo("held");
    }

    @Test
    void whatTheEncodingHasStays() {
        String text = "≤ 5 µs ü \ud83d\ude00";
        assertThat(UNICODE.encodable(text)).isEqualTo(text);
        assertThat(UNICODE.areAll()).isTrue();
        assertThat(UNICODE.sign("✓", "held")).isEqualTo("✓");
        assertThat(LATIN.encodable("≤ 5 µs ü ×")).isEqualTo("<= 5 µs ü ×");
        assertThat(LATIN.areAll()).isFalse();
    }

    @Test
    void anyOtherCharacterIsEscapedRatherThanLost() {
        assertThat(ASCII.encodable("a b ü:c \ud83d\ude00")).isEqualTo("a b \\u00fc:c \\ud83d\\ude00");
    }
}
