package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.plan.Sweep;
import org.interleave.workbench.plan.TeamSuite;
import org.interleave.workbench.report.Fixture;
import org.interleave.workbench.report.Jvm;
import org.interleave.workbench.report.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final JournalLine.Fork MEASURED = new JournalLine.Fork(
            1,
            812,
            new ForkOutcome.Measured(
                    Map.of(
                            "wall_s",
                            List.of(0.1 + 0.2, Double.MIN_VALUE),
                            "odd",
                            List.of(Double.NaN, Double.POSITIVE_INFINITY)),
                    Map.of("wall_s", "s", "odd", "1"),
                    Map.of("latency", List.of("SGlzdA==", "")),
                    3,
                    true,
                    Map.of("worker_flags", Set.of(List.of("-Xmx1g", "-ea"))),
                    Optional.of(Fixture.excerpt("io", "cpu 1"))));
    private static final JournalLine.Fork FAILED =
            new JournalLine.Fork(0, 5, new ForkOutcome.Invalid("wrong result:\n\"1\" instead of 2"));

    @TempDir
    private Path folder = Path.of("");

    private final List<String> complaints = new ArrayList<>();

    static JournalLine.Header header() {
        Configuration one =
                new Configuration("countdown", Map.of("count", "5M"), "sequential", Map.of(), List.of(0, 1));
        Configuration other = new Configuration("countdown", Map.of("count", "5M"), "threads", Map.of(), List.of(0, 1));
        return new JournalLine.Header(
                JournalLine.Header.FORMAT,
                List.of("run", "countdown"),
                Instant.parse("2026-11-28T16:00:00.123456789Z"),
                7,
                Request.of(List.of("countdown"), Preset.QUICK, List.of(0, 1)),
                Optional.of("plugins"),
                "out.json",
                new Environment(
                        "0.1",
                        Optional.empty(),
                        new Machine(2, "Some CPU", 8_000_000_000L, "Linux 13", "6.12"),
                        new Jvm("25.0.1", List.of("-Xmx1g")),
                        Map.of("bugs.jar", "00ff")),
                Repetitions.of(Preset.QUICK),
                List.of(
                        new Plan.Entry("countdown", "sequential", one, List.of()),
                        new Plan.Entry("countdown", "threads", other, List.of()),
                        new Plan.Entry("other", "threads", other, List.of())));
    }

    private Path file() {
        return folder.resolve("out.journal");
    }

    private Journal begun() throws IOException {
        return Journal.begin(file(), header(), complaints::add);
    }

    private void write(JournalLine.Fork... forks) throws IOException {
        try (Journal journal = begun()) {
            List.of(forks).forEach(journal::append);
        }
    }

    private void add(String text) throws IOException {
        Files.writeString(file(), text, StandardOpenOption.APPEND);
    }

    @Test
    void whatIsWrittenIsReadToTheLastBit() throws IOException {
        write(MEASURED, FAILED);

        JournalReader.Contents contents = JournalReader.read(file());

        assertThat(contents.header()).isEqualTo(header());
        assertThat(contents.forks()).containsExactly(MEASURED, FAILED);
        assertThat(contents.resumed()).isEmpty();
        assertThat(contents.length()).isEqualTo(Files.size(file()));
    }

    @Test
    void aSweepAndATeamsSuiteAreReadBackAsTheyWere() throws IOException {
        TeamSuite suite = new TeamSuite(
                "team",
                List.of(new TeamSuite.Work("sums", "countdown", Map.of("count", "5M"))),
                List.of(new TeamSuite.Entrant("two", "threads", Map.of(), Optional.of(2))),
                List.of(new TeamSuite.Statement(
                        "a claim", "sums", "cpu_s", "two", Optional.of("two"), Optional.of(0.5), Optional.empty())),
                Optional.of(new TeamSuite.Gate(Optional.of("cpu_s"), Optional.of(7.5))));
        Request request =
                header().request().withSweep(Optional.of(Sweep.ofProcessors(2))).withSuite(suite, Preset.FULL);
        JournalLine.Header was = header();
        JournalLine.Header header = new JournalLine.Header(
                was.format(),
                was.commandLine(),
                was.started(),
                was.seed(),
                request,
                was.plugins(),
                was.json(),
                was.environment(),
                was.repetitions(),
                was.entries());
        Journal.begin(file(), header, complaints::add).close();

        assertThat(JournalReader.read(file()).header()).isEqualTo(header);
    }

    @Test
    void aLineIsOnTheDiskBeforeTheJournalIsClosed() throws IOException {
        try (Journal journal = begun()) {
            journal.append(MEASURED);

            assertThat(JournalReader.read(file()).forks()).containsExactly(MEASURED);
        }
    }

    @Test
    void aLastLineThatIsTornIsDropped() throws IOException {
        write(MEASURED, FAILED);
        String whole = Files.readString(file());
        int lastLine = whole.lastIndexOf('\n', whole.length() - 2) + 1;

        for (int length = lastLine; length < whole.length(); length++) {
            Files.writeString(file(), whole.substring(0, length));
            assertThat(JournalReader.read(file()).forks()).containsExactly(MEASURED);
        }
        try (Journal journal = Journal.goOn(file(), JournalReader.read(file()).length(), complaints::add)) {
            journal.append(new JournalLine.Resumed(Instant.EPOCH));
            journal.append(MEASURED);
        }
        JournalReader.Contents contents = JournalReader.read(file());
        assertThat(contents.forks()).containsExactly(MEASURED, MEASURED);
        assertThat(contents.resumed()).containsExactly(Instant.EPOCH);
    }

    @Test
    void anythingElseThatIsWrongIsToldInOneLine() throws IOException {
        write(MEASURED);
        String whole = Files.readString(file());

        assertRefused(whole + "garbage\n", "line 3 of journal " + file() + " is damaged: ");
        assertRefused(whole + "{\"line\":\"fork\",\"configuration\":0,\"millis\":1}\n", "line 3 of journal");
        assertRefused(whole + whole.lines().findFirst().orElseThrow() + "\n", "a second header");
        assertRefused(whole.replace("\"configuration\":1", "\"configuration\":2"), "no such fork was planned");
        assertRefused(whole.replace("\"odd\":[\"NaN\"", "\"odd\":[null"), "line 2 of journal");
        assertRefused(whole.replace("\"roundNanos\":65000000", "\"roundNanos\":1"), "line 2 of journal");
        assertRefused(whole.replace("\"seed\":7,", ""), "line 1 of journal");
        assertRefused(whole.replace("\"format\":7", "\"format\":3"), "has format 3; this program reads format 7");
        assertRefused("{\n  \"interleave\": {}\n}\n", "line 1 of journal");
        assertRefused("[]\n", "line 1 of journal");
        assertRefused("", "is no journal");
        assertRefused("{\"line\":\"hea", "is no journal");
    }

    private void assertRefused(String text, String message) throws IOException {
        Files.writeString(file(), text);
        assertThatThrownBy(() -> JournalReader.read(file()))
                .isInstanceOf(InvalidInputException.class)
                .message()
                .contains(message)
                .hasLineCount(1);
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThatThrownBy(() -> JournalReader.read(Path.of("/dev/zero"))).hasMessage("there is no journal /dev/zero");
    }

    @Test
    void aJournalIsNotWrittenOverAndNotByTwo() throws IOException {
        try (Journal journal = begun()) {
            assertThatThrownBy(this::begun).isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> Journal.goOn(journal.file(), 0, complaints::add))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(file() + " belongs to a run that still goes on");
        }
        assertThat(JournalReader.read(file()).header()).isEqualTo(header());
    }

    /** A disk that is full for a while, and takes some of what it is given. */
    private static final class FullDisk extends RandomAccessFile {

        private boolean full;

        FullDisk(Path file) throws IOException {
            super(file.toFile(), "rw");
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (full) {
                super.write(bytes, 0, bytes.length / 2);
                throw new IOException("No space left on device");
            }
            super.write(bytes);
        }
    }

    @Test
    void aFullDiskIsToldOnceAndNothingIsLostIfItEmpties() throws IOException {
        write();
        FullDisk disk = new FullDisk(file());
        try (Journal journal = new Journal(file(), disk, Files.size(file()), complaints::add)) {
            journal.append(MEASURED);
            disk.full = true;
            journal.append(FAILED);
            journal.append(MEASURED);

            assertThat(complaints).singleElement().asString().contains("No space left on device", file().toString());
            assertThat(JournalReader.read(file()).forks()).startsWith(MEASURED);

            disk.full = false;
            journal.append(FAILED);
        }
        assertThat(JournalReader.read(file()).forks()).containsExactly(MEASURED, FAILED, MEASURED, FAILED);
        assertThat(complaints).hasSize(1);
    }

    @Test
    void theJournalLiesBesideTheReport() {
        assertThat(Journal.beside(Path.of("a", "out.json"))).isEqualTo(Path.of("a", "out.journal"));
        assertThat(Journal.beside(Path.of("out"))).isEqualTo(Path.of("out.journal"));
    }

    @Test
    void linesThatFollowATornOneAreNotRead() throws IOException {
        write(MEASURED);
        add("{\"line\":\"fo");

        assertThat(JournalReader.read(file()).forks()).containsExactly(MEASURED);
    }
}
