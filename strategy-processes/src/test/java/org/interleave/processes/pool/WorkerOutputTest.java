package org.interleave.processes.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a worker prints reaches the user's terminal as text. */
class WorkerOutputTest {

    private static List<String> relayed(String printed) {
        List<String> lines = new ArrayList<>();
        new WorkerOutput(new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)), lines::add).run();
        return lines;
    }

    @Test
    void controlCharactersAreMadeVisible() {
        assertThat(relayed("a\u0000b\u001b]0;title\u0007\u001b[2Jc\rd\nnext"))
                .containsExactly("a\\u0000b\\u001b]0;title\\u0007\\u001b[2Jc\\rd", "next");
    }

    @Test
    void lineThatDoesNotEndIsBrokenBetweenCharacters() {
        for (int length = 8_180; length < 8_200; length++) {
            String line = "x".repeat(length) + "😀é" + "y".repeat(50);
            List<String> lines = relayed(line);
            assertThat(String.join("", lines)).isEqualTo(line);
            assertThat(lines).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void whatIsNoTextEndsToo() {
        List<String> lines = new ArrayList<>();
        byte[] bytes = new byte[20_000];
        java.util.Arrays.fill(bytes, (byte) 0x80);
        new WorkerOutput(new ByteArrayInputStream(bytes), lines::add).run();
        assertThat(String.join("", lines)).hasSizeBetween(bytes.length, 6 * bytes.length);
    }
}
