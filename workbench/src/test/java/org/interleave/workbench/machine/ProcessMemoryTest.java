package org.interleave.workbench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;

@Needs(Resource.LINUX)
class ProcessMemoryTest {

    private static final List<ProcessHandle> CHILDLESS = List.of();

    /** Prints its own peak. */
    static final class Peak {

        private Peak() {}

        /** Prints it in bytes. */
        public static void main(String[] arguments) {
            ProcessMemory.resetPeaks(CHILDLESS);
            System.out.println(ProcessMemory.peakBytes(CHILDLESS));
        }
    }

    private static long peakOfAChild() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Peak.class.getName())
                .start();
        long peak = Long.parseLong(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        assertThat(child.waitFor()).isZero();
        return peak;
    }

    /** As the figure of getrusage does. */
    @Test
    void memoryOfAProcessDoesNotGrowWithItsParents() throws Exception {
        long before = peakOfAChild();
        byte[] held = new byte[300 << 20];
        Arrays.fill(held, (byte) 1);

        long beside = peakOfAChild();

        assertThat(held[held.length - 1]).isEqualTo((byte) 1);
        assertThat(ProcessMemory.peakBytes(CHILDLESS)).isGreaterThan(300 << 20);
        assertThat((double) beside / before).isBetween(0.8, 1.25);
    }

    @Test
    void peaksCountFromTheBeginning() {
        try (Arena arena = Arena.ofConfined()) {
            arena.allocate(200 << 20).fill((byte) 1);
        }
        long before = ProcessMemory.peakBytes(CHILDLESS);

        ProcessMemory.resetPeaks(CHILDLESS);

        assertThat(before - ProcessMemory.peakBytes(CHILDLESS)).isGreaterThan(150 << 20);
    }

    @Test
    void aChildsMemoryCountsButForWhatItShares() throws Exception {
        ProcessMemory.resetPeaks(CHILDLESS);
        long alone = ProcessMemory.peakBytes(CHILDLESS);
        Process child = new ProcessBuilder("sh", "-c", "echo up; read x").start();
        try (BufferedReader output = child.inputReader()) {
            assertThat(output.readLine()).isEqualTo("up");
            long share = ProcessMemory.peakShareBytes(child.pid());

            assertThat(share).isPositive().isLessThan(ProcessMemory.peakBytes(child.pid()));
            assertThat(ProcessMemory.peakBytes(List.of(child.toHandle()))).isGreaterThanOrEqualTo(alone + share);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
