package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardStreamTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String printed(Charset charset, String text) {
        PrintStream printer = new StandardStream(bytes, charset).printer();
        printer.println(text);
        assertThat(printer.checkError()).isFalse();
        return bytes.toString(charset).stripTrailing();
    }

    @Test
    void signsThatTheEncodingLacksAreReplaced() {
        assertThat(printed(StandardCharsets.US_ASCII, "≤ 5 µs, 2×, ü")).isEqualTo("<= 5 us, 2x, \\u00fc");
    }

    @Test
    void whatTheEncodingHasStays() {
        assertThat(printed(StandardCharsets.UTF_8, "≤ 5 µs 😀")).isEqualTo("≤ 5 µs 😀");
        bytes.reset();
        assertThat(printed(StandardCharsets.ISO_8859_1, "ü × µ")).isEqualTo("ü × µ");
    }

    @Test
    void aCharacterMayComeInParts() throws IOException {
        StandardStream stream = new StandardStream(bytes, StandardCharsets.US_ASCII);
        for (byte part : "a≤b".repeat(5_000).getBytes(StandardCharsets.UTF_8)) {
            stream.write(part);
        }
        assertThat(bytes.toString(StandardCharsets.US_ASCII)).isEqualTo("a<=b".repeat(5_000));
    }

    @Test
    void theFirstFailureIsKept() {
        StandardStream stream = new StandardStream(
                new OutputStream() {
                    private int failures;

                    @Override
                    public void write(int oneByte) throws IOException {
                        throw new IOException("failure " + ++failures);
                    }
                },
                StandardCharsets.UTF_8);
        assertThat(stream.failure()).isEmpty();
        stream.printer().println("lost");
        stream.printer().println("lost too");
        assertThat(stream.failure()).get().extracting(IOException::getMessage).isEqualTo("failure 1");
        assertThat(StandardStream.isClosedPipe(new IOException("Broken pipe"))).isTrue();
    }
}
