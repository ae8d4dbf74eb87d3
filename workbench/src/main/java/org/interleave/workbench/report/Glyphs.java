package org.interleave.workbench.report;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Map;

/**
 * The characters that an encoding has, and what stands for those it lacks: a sign that carries meaning has a form in ASCII,
 * such as {@code <=}; any other character becomes an escape such as {@code \}{@code u00fc}, not a question mark.
 *
 * @param charset the encoding
 */
public record Glyphs(Charset charset) {

    private static final String ALL_OF_UNICODE = "×≤✓\ud83d\ude00";

    private static final char ELLIPSIS = '…';

    private static final Map<Character, String> ASCII = Map.ofEntries(
            Map.entry('≤', "<="),
            Map.entry('≥', ">="),
            Map.entry('≈', "~"),
            Map.entry('≠', "!="),
            Map.entry('×', "x"),
            Map.entry('±', "+-"),
            Map.entry('µ', "u"),
            Map.entry('μ', "u"),
            Map.entry('·', "."),
            Map.entry('→', "->"),
            Map.entry('–', "-"),
            Map.entry('—', "-"),
            Map.entry('‑', "-"),
            Map.entry('‘', "'"),
            Map.entry('’', "'"),
            Map.entry('“', "\""),
            Map.entry('”', "\""),
            Map.entry('\u00a0', " "));

    /** Whether the encoding has all characters that there are. */
    public boolean areAll() {
        return charset.canEncode() && charset.newEncoder().canEncode(ALL_OF_UNICODE);
    }

    /** A sign, or what is to stand for it where the encoding lacks it. */
    public String sign(String sign, String otherwise) {
        return charset.canEncode() && charset.newEncoder().canEncode(sign) ? sign : otherwise;
    }

    /** A text in characters that the encoding has. */
    public String encodable(String text) {
        if (areAll() || !charset.canEncode()) {
            return text;
        }
        CharsetEncoder encoder = charset.newEncoder();
        if (encoder.canEncode(text)) {
            return text;
        }
        StringBuilder encodable = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (encoder.canEncode(character)) {
                encodable.append(character);
            } else if (character == ELLIPSIS) {
                encodable.append(isBetweenSpaces(text, i) ? ".." : "...");
            } else {
                encodable.append(ASCII.getOrDefault(character, String.format("\\u%04x", (int) character)));
            }
        }
        return encodable.toString();
    }

    /** Such an ellipsis stands for a range. */
    private static boolean isBetweenSpaces(String text, int index) {
        return index > 0 && index < text.length() - 1 && text.charAt(index - 1) == ' ' && text.charAt(index + 1) == ' ';
    }
}
