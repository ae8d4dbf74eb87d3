package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Where a thread runs is told where that can be known, and never made up. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CurrentProcessorTest {

    /** Prints the number. */
    static final class Program {

        private Program() {}

        static void main() {
            System.out.print(CurrentProcessor.number());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void linuxTellsIt() {
        assertThat(CurrentProcessor.number()).isNotNegative();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itIsUnknownWhereNativeAccessIsDenied() throws IOException, InterruptedException {
        assertThat(printedWith("--enable-native-access=ALL-UNNAMED")).matches("\\d+");
        assertThat(printedWith("--illegal-native-access=deny")).isEqualTo("-1");
    }

    private static String printedWith(String flag) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        flag,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).isZero();
        return printed;
    }
}
