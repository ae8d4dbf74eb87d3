package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

    private static final String OPTION = "--json";
    private static final WholeFile.Content NEW = out -> out.write("new".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder = Path.of("");

    private Path old(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "old");
    }

    private void assertOnly(Path... files) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            assertThat(entries).containsExactlyInAnyOrder(files);
        }
    }

    @Test
    void aFileComesIntoBeingInAFolderOfItsOwn() throws IOException {
        Path file = folder.resolve("a/b/report.json");

        assertThat(Destination.named(OPTION, file, false).write(NEW)).isEqualTo(file.toString());

        assertThat(file).hasContent("new");
        try (Stream<Path> entries = Files.list(file.resolveSibling(""))) {
            assertThat(entries).containsExactly(file);
        }
    }

    @Test
    void aFileThatIsThereIsRefusedUnlessForced() throws IOException {
        Path file = old("report.json");

        assertThatThrownBy(() -> Destination.named(OPTION, file, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(OPTION + " " + file + " is there already; another name keeps it, --force replaces it");

        try (InputStream reader = Files.newInputStream(file)) {
            Destination.named(OPTION, file, true).write(NEW);
            assertThat(reader.readAllBytes()).asString().isEqualTo("old");
        }
        assertThat(file).hasContent("new");
    }

    @Test
    void aFileThatComesMeanwhileIsLeftAlone() throws IOException {
        Path file = folder.resolve("report.json");
        Destination destination = Destination.named(OPTION, file, false);

        assertThatThrownBy(() -> destination.write(out -> {
                    NEW.writeTo(out);
                    old("report.json");
                }))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(file).hasContent("old");
        assertOnly(file);
    }

    @Test
    void aNameOfOursGivesWayToTheNextThatIsFree() throws IOException {
        Path file = old("trace.html");
        Path second = old("trace-2.html");
        Path third = folder.resolve("trace-3.html");

        assertThat(Destination.free("--out", file).write(NEW)).isEqualTo(third.toString());

        assertThat(file).hasContent("old");
        assertThat(second).hasContent("old");
        assertThat(third).hasContent("new");
    }

    @Test
    void aForcedFileIsReplacedThroughALink() throws IOException {
        Path file = old("real.json");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);

        Destination.named(OPTION, link, true).write(NEW);

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void nothingIsLeftOfAFileThatCannotBeWritten() throws IOException {
        Path file = folder.resolve("report.json");

        assertThatThrownBy(() -> Destination.named(OPTION, file, false).write(out -> {
                    NEW.writeTo(out);
                    throw new IOException("the disk is full");
                }))
                .hasMessage("the disk is full");

        assertOnly();
    }

    @Test
    void aPipeIsWrittenToAsItStands() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path read = folder.resolve("read");
        Process reader = new ProcessBuilder("cat", pipe.toString())
                .redirectOutput(read.toFile())
                .start();
        try {
            Destination.named(OPTION, pipe, false).write(NEW);

            assertThat(reader.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(read).hasContent("new");
            assertOnly(pipe, read);
        } finally {
            reader.destroyForcibly();
        }
    }

    @Test
    void aDeviceNeedsNoForce() throws IOException {
        assertThat(Destination.named(OPTION, Path.of("/dev/null"), false).write(NEW))
                .isEqualTo("/dev/null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
    void standardOutputHasNames(String name) {
        assertThat(Destination.named(OPTION, Path.of(name), false)).isEqualTo(new Destination.StandardOutput());
    }

    @Test
    void whatCannotBeWrittenIsRefusedInOneLine() throws IOException {
        Path file = old("file");

        assertThatThrownBy(() -> Destination.named(OPTION, folder, true))
                .hasMessage(OPTION + " " + folder + " is a directory");
        assertThatThrownBy(() -> Destination.named(OPTION, file.resolve("report.json"), false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is no directory");
        assertThatThrownBy(() -> Destination.free("--out", Path.of("/proc/nowhere/t.html")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("cannot write --out /proc/nowhere/t.html: ");
        assertThatThrownBy(() -> Destination.named(OPTION, Path.of("/dev/fd/987"), false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("cannot write --json /dev/fd/987: it is not open");
    }
}
