package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ScratchDirectoryTest {

    /** The process ids of the names are those of nobody: Linux counts to four million. */
    private static final String OTHERS = "interleave-4999999-";

    @TempDir
    private Path place = Path.of("");

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.sorted().toList();
        }
    }

    private Path directory(String name, String mode) throws IOException {
        Path directory = Files.createDirectory(place.resolve(name));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
        return directory;
    }

    @Test
    void onlyItsUserMayEnterItAndItGoesWithAllThatIsInIt() throws IOException {
        Path outside = Files.writeString(place.resolve("outside"), "kept");
        try (ScratchDirectory scratch = ScratchDirectory.create(place)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(scratch.path())))
                    .isEqualTo("rwx------");
            assertThat(ScratchDirectory.isNamedLikeOne(scratch.path())).isTrue();
            Path deep = Files.createDirectories(scratch.path().resolve("a/b/c"));
            Files.writeString(deep.resolve("file"), "gone");
            Files.createSymbolicLink(deep.resolve("link"), outside);
            Files.createSymbolicLink(deep.resolve("place"), place);
        }
        assertThat(left()).containsExactly(outside);
        assertThat(outside).hasContent("kept");
    }

    /** Makes one, says where, and waits to be killed. */
    static final class Owner {
        public static void main(String[] args) throws Exception {
            try (ScratchDirectory scratch = ScratchDirectory.create(Path.of(args[0]))) {
                Files.createFile(scratch.path().resolve("file"));
                System.out.println(scratch.path());
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }

    @Test
    void staysAsLongAsItsOwnerLivesAndGoesWhenThatWasKilled() throws Exception {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        place.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = owner.inputReader(StandardCharsets.UTF_8)) {
            Path made = Path.of(out.readLine());
            ScratchDirectory.sweep(place);
            assertThat(made.resolve("file")).exists();

            owner.destroyForcibly().waitFor();
            assertThat(made.resolve("file")).exists();
            ScratchDirectory.sweep(place);
            assertThat(left()).isEmpty();
        } finally {
            owner.destroyForcibly();
        }
    }

    @Test
    void whatIsNotCertainlyAnAbandonedOneStays() throws IOException {
        Path target = directory("target", "rwx------");
        Files.writeString(target.resolve("file"), "kept");
        Files.createSymbolicLink(place.resolve(OTHERS + "link"), target);
        Files.createFile(place.resolve(OTHERS + "file"));
        directory(OTHERS + "group", "rwxrwx---");
        directory(OTHERS + "world", "rwxrwxrwx");
        directory("interleave-1000", "rwx------");
        directory("else-4999999-directory", "rwx------");
        List<Path> before = left();
        directory(OTHERS + "abandoned", "rwx------");

        ScratchDirectory.sweep(place);

        assertThat(left()).isEqualTo(before);
        assertThat(target.resolve("file")).hasContent("kept");
    }

    /** Whoever may rename what is in it may put a link there between a look and a deletion. */
    @Test
    void wherePlacesAreOthersToChangeNothingIsRemoved() throws IOException {
        Path shared = directory("shared", "rwxrwxrwx");
        Path abandoned = Files.createDirectory(shared.resolve(OTHERS + "abandoned"));

        ScratchDirectory.sweep(shared);

        assertThat(abandoned).exists();
    }

    @Test
    void whatIsNotThereToBeSweptIsNoFailure() {
        ScratchDirectory.sweep(place.resolve("nowhere"));
    }

    @Test
    void oneThatWasMadeForThisProcessIsTakenOver() throws IOException {
        Path given = directory(OTHERS + "given", "rwx------");
        try (ScratchDirectory scratch = ScratchDirectory.adopt(given)) {
            assertThat(scratch.path()).isEqualTo(given).isDirectory();
        }
        assertThat(given).doesNotExist();
        try (ScratchDirectory scratch = ScratchDirectory.adopt(given)) {
            assertThat(scratch.path())
                    .as("made again if it was removed before it was locked")
                    .isDirectory();
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatOthersMayWriteIsNotTakenOver() throws IOException {
        Path open = directory(OTHERS + "open", "rwxrwxrwx");
        assertThatThrownBy(() -> ScratchDirectory.adopt(open)).hasMessageContaining("is not this user's alone");
        Path link = Files.createSymbolicLink(place.resolve(OTHERS + "link"), directory("target", "rwx------"));
        assertThatThrownBy(() -> ScratchDirectory.adopt(link)).hasMessageContaining("is not this user's alone");
        assertThatThrownBy(() -> ScratchDirectory.adopt(place)).hasMessageContaining("is no scratch directory");
    }

    /** Makes and closes many; says how many. */
    static final class Maker {
        public static void main(String[] args) throws IOException {
            for (int i = 0; i < 300; i++) {
                try (ScratchDirectory scratch = ScratchDirectory.create(Path.of(args[0]))) {
                    Files.createFile(scratch.path().resolve("file"));
                }
            }
        }
    }

    /** One that is not locked yet looks as if it were abandoned. */
    @Test
    void whoMakesOneWhileAnotherProcessSweepsGetsOneAllTheSame() throws Exception {
        Process maker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Maker.class.getName(),
                        place.toString())
                .redirectErrorStream(true)
                .start();
        CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> {
            try (BufferedReader out = maker.inputReader(StandardCharsets.UTF_8)) {
                return String.join("\n", out.readAllLines());
            } catch (IOException e) {
                return e.toString();
            }
        });
        while (maker.isAlive()) {
            ScratchDirectory.sweep(place);
        }
        assertThat(maker.exitValue()).as(said.join()).isZero();
        assertThat(left()).isEmpty();
    }

    @Test
    void manyAreMadeAtOnce() throws IOException {
        List<ScratchDirectory> many = IntStream.range(0, 50)
                .parallel()
                .mapToObj(index -> {
                    try {
                        return ScratchDirectory.create(place);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        ScratchDirectory.sweep(place);
        assertThat(left()).hasSize(50);
        many.forEach(ScratchDirectory::close);
        assertThat(left()).isEmpty();
    }
}
