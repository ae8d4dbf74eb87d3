package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.ReportReader;
import org.interleave.workbench.report.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two builds in one session: this one, and another that is made of the same classes. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
@EnabledOnOs({OS.LINUX, OS.MAC})
class BuildComparisonTest {

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    private record Ended(int status, String output) {}

    private Ended compare(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("compare", "--against"));
        all.addAll(List.of(arguments));
        Process program = programs.start(directory, Program.command(all.toArray(String[]::new)));
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(program.waitFor(), output + Files.readString(directory.resolve("err")));
    }

    private String ownProtocol() {
        return "fork_protocol=" + Build.notes().forkProtocol().orElseThrow();
    }

    private Path other(String protocol) throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        BuiltJars.make(other, protocol);
        return other;
    }

    private List<Path> results() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("results"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void aStrategyThatHasMoreToDoInThisBuildIsSlowerAndNothingElse() throws Exception {
        other(ownProtocol());
        Ended ended = compare(
                "other",
                "countdown",
                "--strategies",
                "sequential,threads",
                "--set",
                "count=400k",
                "--forks",
                "3",
                "--handicap",
                "sequential=900",
                "--json",
                "verdicts.json");

        assertThat(ended.status()).describedAs(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("4 contenders, 3 forks each in random order", "old  Interleave 0.0.9 (0ld5ha), ")
                .contains("slower: countdown/sequential +")
                .contains("had 900 % more to do than its parameters say, for a test (--handicap)");
        JsonNode verdicts = JsonMapper.shared().readTree(Files.readAllBytes(directory.resolve("verdicts.json")));
        assertThat(verdicts.at("/rows/0/ratio/value").asDouble()).isGreaterThan(1.5);
        assertThat(verdicts.at("/rows/1/verdict").asString()).isNotEqualTo("slower");

        List<Path> results = results();
        assertThat(results).hasSize(2);
        Report newer = ReportReader.read(results.getLast());
        Report older = ReportReader.read(results.getFirst());
        assertThat(results.getFirst().toString()).endsWith("-old.json");
        assertThat(older.interleave().version()).isEqualTo("0.0.9");
        assertThat(newer.interleave().version()).isEqualTo(Build.version());
        assertThat(newer.rows()).extracting(Row::label).containsExactly("sequential", "threads");
        assertThat(older.rows()).allSatisfy(row -> {
            assertThat(row.valid()).isTrue();
            assertThat(row.parameters()).containsEntry("count", "400k");
        });
    }

    @Test
    @Tag("thorough")
    void theForksThatItTakesByDefaultFindFourTimesAsMuchBesideOtherTests() throws Exception {
        other(ownProtocol());
        Ended ended = compare(
                "other", "countdown", "--strategies", "sequential,threads,thread-pool", "--handicap", "threads=300");

        assertThat(ended.status()).describedAs(ended.output()).isEqualTo(1);
        assertThat(ended.output()).contains("slower: countdown/threads +");
        List<Path> results = results();
        Process again = programs.start(
                directory,
                Program.command(
                        "compare",
                        results.getFirst().toString(),
                        results.getLast().toString()));
        String output = new String(again.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(again.waitFor()).describedAs(output).isEqualTo(1);
        assertThat(output).contains("slower: countdown/threads +").doesNotContain("two sessions");
    }

    @Test
    void aBuildWhoseForksSpeakOtherwiseIsRefused() throws Exception {
        other("fork_protocol=0");
        Ended ended = compare("other", "countdown");

        assertThat(ended.status()).isEqualTo(Main.WRONG_USE);
        assertThat(ended.output())
                .isEqualTo(
                        "interleave: --against other cannot take turns with this build: its forks speak protocol 0, those"
                                + " of this one protocol "
                                + Build.notes().forkProtocol().orElseThrow()
                                + "; measure each by itself, and compare the two results\n");
        assertThat(directory.resolve("results")).doesNotExist();
    }

    @Test
    void whatIsNoBuildIsRefused() throws Exception {
        Files.createDirectory(directory.resolve("empty"));
        Files.createDirectory(directory.resolve("a:b"));
        Path broken = Files.createDirectory(directory.resolve("broken"));
        LaunchTree.executable(broken.resolve("interleave"), "#!/bin/sh\nexit 3\n");

        assertThat(compare("absent").output()).startsWith("interleave: --against absent is no directory");
        assertThat(compare("empty").output())
                .isEqualTo(
                        "interleave: --against empty is no build of Interleave: neither there nor in workbench/target are"
                                + " interleave-workbench-*.jar and lib\n");
        assertThat(compare("a:b").output()).contains("has a ':' in its path");
        Ended ended = compare("broken");
        assertThat(ended.output()).contains("does not build: ", "ended with exit status 3");
        assertThat(ended.status()).isEqualTo(Main.WRONG_USE);
        assertThat(compare("empty", "countdown", "--measure", "wal_s").output())
                .startsWith("interleave: unknown measure 'wal_s'; did you mean 'wall_s'?");
        assertThat(compare("empty", "countdown", "--handicap", "threds=3").output())
                .startsWith("interleave: unknown strategy of --handicap 'threds'; did you mean 'threads'?");
    }

    @Test
    void aDryRunSaysWhatWouldBeMeasuredByWhich() throws Exception {
        Files.createDirectory(directory.resolve("empty"));
        Ended ended = compare("empty", "countdown", "--strategies", "threads", "--dry-run");

        assertThat(ended.status()).isEqualTo(Main.DONE);
        assertThat(ended.output()).contains("threads old", "threads new", "2 contenders, 6 forks each");
    }
}
