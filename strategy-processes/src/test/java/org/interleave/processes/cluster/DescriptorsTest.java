package org.interleave.processes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens when a process has no descriptors left. */
class DescriptorsTest {

    private static final int DESCRIPTORS = 200;

    private static Process start() throws IOException {
        return new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + " && exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FullGateway.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void acceptingWaitsForThemAndGoesOn() throws Exception {
        Process process = start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("started");
            int port = Integer.parseInt(out.readLine());
            List<Stranger> strangers = IntStream.range(0, 2 * DESCRIPTORS)
                    .mapToObj(i -> Stranger.connect(port))
                    .toList();
            assertThat(out.readLine()).startsWith("cannot accept connections for now: Too many open files");
            assertThat(out.readLine()).startsWith("cannot accept connections for now: Too many open files");
            strangers.forEach(Stranger::close);
            try (Stranger later = Stranger.connect(port)) {
                later.say("no TLS".getBytes(StandardCharsets.US_ASCII)).awaitEnd();
            }
            process.getOutputStream().close();
            List<String> rest =
                    out.lines().filter(line -> line.contains("accept")).toList();
            assertThat(rest).hasSizeLessThan(20).noneMatch(line -> line.matches("\\.\\.\\. and \\d{3,} more.*"));
        } finally {
            process.destroyForcibly();
        }
    }
}
