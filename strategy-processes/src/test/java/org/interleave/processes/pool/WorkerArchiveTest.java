package org.interleave.processes.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Parameters;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.processes.Processes;
import org.interleave.processes.wire.Fingerprint;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
@Needs(Resource.LINUX)
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkerArchiveTest {

    private static final int NOBODY = 65_534;

    @TempDir
    Path directory;

    private Path cache;
    private Path archives;
    private String classPath;

    @BeforeEach
    void packJars() throws IOException {
        cache = directory.resolve("cache");
        archives = cache.resolve("interleave");
        StringBuilder path = new StringBuilder();
        int number = 0;
        for (File source : Fingerprint.sources()) {
            path.append(source.isFile() ? source.toPath() : jar(source.toPath(), number++))
                    .append(File.pathSeparator);
        }
        path.append(new File(WorkerArchiveTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()));
        classPath = path.toString();
    }

    private Path jar(Path classes, int number) throws IOException {
        Path jar = directory.resolve("code-" + number + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    /** Opens a pool, asks a worker whether it has mapped an archive of ours, closes it. */
    static final class Asker {
        public static void main(String[] args) throws InterruptedException {
            Processes strategy = new Processes();
            Task<Boolean> task = turn ->
                    Step.done(Files.readString(Path.of("/proc/self/maps")).contains("/interleave/workers-"));
            try (Execution execution =
                    strategy.open(Parameters.defaults(strategy.options()).with(Processes.WORKERS, 1L))) {
                System.out.print(execution.run(Job.of(List.of(task))).results());
                execution.provenance().values().stream()
                        .flatMap(Set::stream)
                        .flatMap(List::stream)
                        .filter(flag -> flag.startsWith("-D" + WorkerArchive.SWITCH))
                        .forEach(System.out::print);
            }
        }
    }

    /** What a program prints that opens a pool. */
    private String ask(String... flags) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"),
                        Stream.of("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir")),
                        Stream.of(flags),
                        Stream.of("-cp", classPath, Asker.class.getName()))
                .flatMap(each -> each)
                .toList());
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private List<Path> archives() {
        try (Stream<Path> files = Files.list(archives)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void isMadeOnceAndUsedFromThenOn() throws Exception {
        assertThat(ask()).isEqualTo("[false]");
        List<Path> made = archives();
        assertThat(made).hasSize(1);
        assertThat(ask()).isEqualTo("[true]");
        assertThat(archives()).isEqualTo(made);
    }

    @Test
    void isMadeAnewIfItIsBroken() throws Exception {
        ask();
        Path made = archives().getFirst();
        byte[] bytes = Files.readAllBytes(made);
        bytes[bytes.length / 2] ^= 1;
        Files.write(made, bytes);
        assertThat(ask()).isEqualTo("[false]");
        assertThat(archives()).hasSize(1);
        assertThat(ask()).isEqualTo("[true]");
        Files.write(archives().getFirst(), new byte[] {1, 2, 3});
        assertThat(ask()).isEqualTo("[false]");
    }

    @Test
    void isDoneWithoutIfItCannotBeMade() throws Exception {
        Files.createFile(cache);
        assertThat(ask()).isEqualTo("[false]");
    }

    @Test
    void isNotMadeIfSwitchedOff() throws Exception {
        assertThat(ask("-D" + WorkerArchive.SWITCH + "=off")).isEqualTo("[false]");
        assertThat(cache).doesNotExist();
    }

    private void assertNotUsed(String why) throws Exception {
        assertThat(ask())
                .startsWith("[false]-D" + WorkerArchive.SWITCH + "=not used: ")
                .contains(why);
    }

    /** One after the other, since to make one takes seconds. */
    @Test
    void isUsedOnlyIfNobodyElseCanHaveWrittenIt() throws Exception {
        ask();
        Path made = archives().getFirst();
        for (Path path : List.of(made, archives, cache)) {
            Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
            for (PosixFilePermission writing :
                    List.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE)) {
                Set<PosixFilePermission> wider = EnumSet.of(writing);
                wider.addAll(before);
                Files.setPosixFilePermissions(path, wider);
                assertNotUsed(path.toRealPath() + " may be written by others");
            }
            Files.setPosixFilePermissions(path, before);
        }
        Path elsewhere = directory.resolve("elsewhere.aot");
        Files.move(made, elsewhere);
        Files.createSymbolicLink(made, elsewhere);
        assertNotUsed(" is a symbolic link");
        Files.delete(made);
        Files.move(elsewhere, made);
        assertThat(ask()).isEqualTo("[true]");
    }

    @Test
    @Needs(Resource.ROOT)
    void isNotUsedIfItIsSomebodyElses() throws Exception {
        ask();
        Path made = archives().getFirst();
        for (Path path : List.of(made, archives, cache)) {
            Files.setAttribute(path, "unix:uid", NOBODY);
            assertNotUsed(path.toRealPath() + " belongs to user " + NOBODY);
            Files.setAttribute(path, "unix:uid", 0);
        }
        assertThat(ask()).isEqualTo("[true]");
    }

    @Test
    void oldOnesAreRemoved() throws Exception {
        Files.createDirectories(archives);
        for (int i = 0; i < 20; i++) {
            Path old = Files.createFile(archives.resolve("workers-" + i + "-1-1.aot"));
            Files.setLastModifiedTime(old, FileTime.fromMillis(1000L * i));
        }
        ask();
        assertThat(archives()).hasSize(8).anyMatch(file -> file.endsWith("workers-19-1-1.aot"));
        assertThat(ask()).isEqualTo("[true]");
    }
}
