package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void textThatIsFitToBePrintedStaysAsItIs() {
        assertThat(Printable.line("5 µs × 2 ≤ ½, \\n is \"no\" line 😀"))
                .isEqualTo("5 µs × 2 ≤ ½, \\n is \"no\" line 😀");
        assertThat(Printable.line("")).isEmpty();
    }

    @Test
    void controlCharactersAreShown() {
        assertThat(Printable.line("a\u001b[31mred\u001b[0m\u0007\u009b2J"))
                .isEqualTo("a\\u001b[31mred\\u001b[0m\\u0007\\u009b2J");
        assertThat(Printable.line("one\r\ntwo\tthree\u0000\u007f")).isEqualTo("one\\r\\ntwo\\tthree\\u0000\\u007f");
    }

    @Test
    void whatOrdersOrSeparatesTextIsShown() {
        assertThat(Printable.line("a\u202eb\u2028c\u200bd")).isEqualTo("a\\u202eb\\u2028c\\u200bd");
        assertThat(Printable.line("half \ud83d of a pair")).isEqualTo("half \\ud83d of a pair");
    }

    @Test
    void noCharacterThatATerminalObeysPasses() {
        String all = IntStream.rangeClosed(0, 0xffff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(Printable.line(all, Integer.MAX_VALUE).codePoints()).noneMatch(Character::isISOControl);
    }

    @Test
    void isNoLongerThanIsAllowed() {
        assertThat(Printable.line("x".repeat(3_000_000)))
                .hasSize(Printable.MOST_CHARACTERS)
                .endsWith("x...");
        assertThat(Printable.line("x".repeat(10), 10)).isEqualTo("xxxxxxxxxx");
        assertThat(Printable.line("x".repeat(11), 10)).isEqualTo("xxxxxxx...");
        assertThat(Printable.line("xxxxx\n\n\n", 10)).isEqualTo("xxxxx\\n...");
        assertThat(Printable.line("\u0001\u0002\u0003", 10)).isEqualTo("\\u0001...");
    }
}
