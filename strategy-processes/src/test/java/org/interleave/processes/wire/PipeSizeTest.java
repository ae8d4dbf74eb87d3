package org.interleave.processes.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.processes.ManyPipes;
import org.interleave.processes.SecondUser;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipes of a user who has as many large ones as Linux gives those without privileges. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeSizeTest {

    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private static Process start(List<String> command, Path errors) throws IOException {
        List<String> whole = new ArrayList<>(ROOT ? SecondUser.PREFIX : List.of());
        whole.addAll(command);
        return new ProcessBuilder(whole).redirectError(errors.toFile()).start();
    }

    /** Where the code is that takes part. */
    private static List<String> classPath() {
        String here = PipeSizeTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return Stream.concat(Fingerprint.sources().stream().map(File::getPath), Stream.of(here))
                .toList();
    }

    @Test
    @Needs(Resource.PIPE_LIMIT)
    void whatCannotBeEnlargedIsSmallAndWorks(@TempDir Path mine) throws Exception {
        if (ROOT) {
            Path reachable = SecondUser.reachableDirectory();
            try {
                Path directory = Files.createDirectory(reachable.resolve("home"));
                SecondUser.own(directory);
                String code = SecondUser.copy(classPath(), Files.createDirectory(reachable.resolve("code")));
                oneIsSmallAndWorks(directory, code);
            } finally {
                SecondUser.remove(reachable);
            }
        } else {
            oneIsSmallAndWorks(mine, String.join(File.pathSeparator, classPath()));
        }
    }

    private static void oneIsSmallAndWorks(Path directory, String classPath) throws Exception {
        Path errors = directory.resolve("errors");
        Process process = start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Xmx256m",
                        "-Djava.io.tmpdir=" + directory,
                        "-Dinterleave.worker-archive=off",
                        "-cp",
                        classPath,
                        ManyPipes.class.getName(),
                        directory.toString()),
                errors);
        List<String> said = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        assertThat(said).hasSize(3).last().isEqualTo("right");
        assertThat(Integer.parseInt(said.get(0))).isEqualTo(1 << 20);
        assertThat(Integer.parseInt(said.get(1))).isBetween(1, (1 << 16) - 1);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(errors);
        }
    }
}
