package org.interleave.workbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.TeamSuite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A suite file is read, or every mistake in it is told in a line with its place and what is allowed. */
class SuiteFileTest {

    private static final Catalog CATALOG = Plugins.catalog(Optional.empty());

    private static final String SMALL = """
            suite: small
            workloads:
              - countdown
            strategies:
              - sequential
              - strategy: threads
                label: two
            """;

    @TempDir
    private Path directory = Path.of("");

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("s.yaml"), text);
    }

    private List<String> mistakes(String text) throws IOException {
        return mistakes(file(text));
    }

    private List<String> mistakes(Path file) {
        try {
            SuiteFile.read(file, CATALOG);
            return List.of();
        } catch (SuiteMistakes e) {
            return String.valueOf(e.getMessage())
                    .lines()
                    .map(line -> line.replace(file + ":", ""))
                    .toList();
        }
    }

    @Test
    void whatItSaysIsRead() throws IOException {
        SuiteFile read = SuiteFile.read(file("""
                        suite: checkout
                        preset: full
                        forks: 4
                        workloads:
                          - waits
                          - workload: countdown
                            label: baskets
                            parameters: {count: 4M, tasks: 4}
                        strategies:
                          - sequential
                          - strategy: giant-lock-timed
                            label: one lock
                            options: {switch-interval: 1ms}
                            processors: 1
                        claims:
                          - claim: A lock costs little
                            workload: baskets
                            of: one lock
                            relative-to: sequential
                            at-least: 0.9
                            at-most: 1.5
                        gate: {measure: cpu_s, margin: 7.5}
                        """), CATALOG);

        assertThat(read.preset()).contains(Preset.FULL);
        assertThat(read.forks()).contains(4);
        assertThat(read.suite())
                .isEqualTo(new TeamSuite(
                        "checkout",
                        List.of(
                                new TeamSuite.Work("waits", "waits", Map.of()),
                                new TeamSuite.Work("baskets", "countdown", Map.of("count", "4M", "tasks", "4"))),
                        List.of(
                                new TeamSuite.Entrant("sequential", "sequential", Map.of(), Optional.empty()),
                                new TeamSuite.Entrant(
                                        "one lock",
                                        "giant-lock-timed",
                                        Map.of("switch-interval", "1ms"),
                                        Optional.of(1))),
                        List.of(new TeamSuite.Statement(
                                "A lock costs little",
                                "baskets",
                                "wall_s",
                                "one lock",
                                Optional.of("sequential"),
                                Optional.of(0.9),
                                Optional.of(1.5))),
                        Optional.of(new TeamSuite.Gate(Optional.of("cpu_s"), Optional.of(7.5)))));
    }

    @Test
    void theExampleOfTheDocumentsHasNoMistake() {
        assertThat(mistakes(Path.of("..", "docs", "suites", "checkout.yaml"))).isEmpty();
    }

    /** What is appended to, or put in place of, a suite that is right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "suite: small | siute: small | 1:1: unknown key 'siute'; did you mean 'suite'? (known: suite, preset,",
                "suite: small | siute: small | 1:1: the file has no suite, which it has to have: a text of 1 to 100",
                "suite: small | suite: [small] | 1:8: suite is a list, it has to be a text of 1 to 100 characters",
                "suite: small | suite: 5 | 1:8: suite is '5', it has to be a text of 1 to 100 characters",
                "suite: small | suite: | 1:7: suite is empty, it has to be a text",
                "suite: small | suite: small\\nsuite: large | 2:1: the key suite is there twice, first in line 1; it may be",
                "suite: small | suite: small\\nforks: many | 2:8: forks is the text 'many', it has to be a whole number from 1 to 1000",
                "suite: small | suite: small\\nforks: 0 | 2:8: forks is '0', it has to be a whole number from 1 to 1000",
                "suite: small | suite: small\\nforks: 2.5 | 2:8: forks is '2.5', it has to be a whole number from 1 to 1000",
                "suite: small | suite: small\\npreset: slow | 2:9: preset is the text 'slow', it has to be one of quick, full",
                "suite: small | suite: small\\ngate: {} | 2:7: gate has neither measure nor margin, it has to have one at least",
                "suite: small | suite: small\\ngate: {margin: 0} | 2:16: margin is '0', it has to be a number more than 0 and at most 100",
                "suite: small | suite: small\\ngate: {margin: .inf} | 2:16: margin is '.inf', it has to be a number",
                "suite: small | suite: small\\ngate: {measure: wall} | 2:17: unknown measure 'wall'",
                "suite: small | suite: small\\n[a]: b | 2:1: a key is a list or a mapping, it has to be a name",
                "- countdown | - cuontdown | 3:5: unknown workload 'cuontdown'; did you mean 'countdown'?",
                "- countdown | - countdown\\n  - countdown | 4:5: 'countdown' is there twice; give one of them a label of its own",
                "- countdown | - {workload: countdown, label: convoy} | 3:34: 'convoy' is what an experiment is called; give the workload",
                "- countdown | - [countdown] | 3:5: an element of workloads is a list, it has to be a name, or a mapping with: workload,",
                "- countdown | - {workload: countdown, parameters: {cuont: 5}} | 3:40: unknown parameter of countdown 'cuont'; did you mean 'count'?",
                "- countdown | - {workload: countdown, parameters: {count: 5x}} | 3:47: count=5x is not a whole number such as 500",
                "- countdown | - {workload: countdown, parameters: {count: [5]}} | 3:47: count is a list, it has to be a value such as --set takes",
                "- countdown | - {workload: countdown, parameters: {count: 0}} | 3:47: count=0 is out of range, allowed is from 1 to 100G",
                "- countdown | - {workload: countdown, parameters: 5} | 3:39: parameters is '5', it has to be a mapping of names to values",
                "- sequential | - sequentail | 5:5: unknown strategy 'sequentail'; did you mean 'sequential'?",
                "- sequential | - {strategy: sequential, processors: 0} | 5:40: processors is '0', it has to be a whole number from 1 to",
                "- sequential | - {label: x} | 5:5: an element of strategies has no strategy, which it has to have",
                "label: two | options: {workers: 2} | 7:15: unknown parameter of threads 'workers'",
                "label: two | label: sequential | 7:12: 'sequential' is there twice; give one of them a label of its own",
                "label: two | label: two\\nclaims: [] | 8:9: claims is an empty list, it has to have one element at least",
                "label: two | label: two\\nclaims: [{claim: x, of: two}] | 8:10: an element of claims has neither at-least nor at-most",
                "label: two | label: two\\nclaims: [{claim: x, of: tow, at-most: 1}] | 8:25: unknown label of a strategy 'tow'; did you mean 'two'?",
                "label: two | label: two\\nclaims: [{claim: x, of: two, at-most: much}] | 8:39: at-most is the text 'much', it has to be a number",
                "label: two | label: two\\nclaims: [{claim: x, of: two, at-most: .nan}] | 8:39: at-most is '.nan', it has to be a number",
                "label: two | label: two\\nclaims: [{claim: x, of: two, at-most: 1, at-least: 2}] | 8:52: at-least is more than at-most",
                "label: two | label: two\\nclaims: [{claim: x, of: two, at-most: 1}] | 8:10: experiment countdown claims how long something takes by itself",
                "label: two | label: two\\nclaims: [{claim: x, of: two, measure: wal, at-most: 1}] | 8:39: unknown metric of 'two' in a claim of",
                "label: two | label: two\\nclaims: [{claim: x, of: two, workload: cd, at-most: 1}] | 8:40: unknown label of a workload 'cd'",
                "label: two | label: two\\n bad: [ | 8:2: this is not YAML: ",
                "label: two | label: two\\n\\tx: 1 | 8:1: this is not YAML: ",
                "suite: small | suite: &a small\\npreset: *a | 2:9: references such as *a are not allowed, write the value again",
                "suite: small | suite: small\\n<<: {forks: 2} | 2:1: unknown key '<<'",
                "suite: small | --- {}\\n---\\nsuite: small | 2:1: this is not YAML: ",
            })
    void aMistakeIsToldWithItsPlaceAndWhatIsAllowed(String right, String wrong, String mistake) throws IOException {
        String text = SMALL.replace(right, wrong.replace("\\n", "\n").replace("\\t", "\t"));
        assertThat(text).isNotEqualTo(SMALL);
        assertThat(mistakes(text)).anySatisfy(line -> assertThat(line).startsWith(mistake));
    }

    @Test
    void allMistakesAreToldInTheirOrder() throws IOException {
        assertThat(mistakes("""
                        forks: 0
                        workloads: []
                        strategies: sequential
                        extra: 1
                        """))
                .extracting(line -> line.replaceFirst("(\\d+:\\d+): (\\S+ \\S+ \\S+).*", "$1 $2"))
                .containsExactly(
                        "1:1 the file has",
                        "1:8 forks is '0',",
                        "2:12 workloads is an",
                        "3:13 strategies is the",
                        "4:1 unknown key 'extra'");
    }

    @Test
    void aClaimHasToSayWhichOfSeveralWorkloadsItIsAbout() throws IOException {
        String text = SMALL.replace("- countdown", "- countdown\n  - waits")
                + "claims:\n  - {claim: x, of: two, relative-to: sequential, at-most: 1}\n";
        assertThat(mistakes(text))
                .containsExactly(
                        "10:5: the claim does not say which workload it is about, it has to: countdown, waits");
    }

    @Test
    void referencesThatGrowAreRefusedAtTheFirst() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(mistakes(bomb.toString()))
                .containsExactly("2:10: references such as *a0 are not allowed, write the value again");
    }

    @Test
    void aLargeFileIsRefusedBeforeItIsRead() throws IOException {
        Path file = directory.resolve("large.yaml");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(100_000_000);
        }
        assertThat(mistakes(file)).containsExactly("1:1: the file has 100000000 bytes, allowed are at most 1048576");
    }

    @Test
    void aDeepFileIsRefused() throws IOException {
        assertThat(mistakes("[".repeat(500_000))).containsExactly("1:17: this is nested deeper than 16, no suite is");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        assertThat(mistakes("# nothing\n"))
                .containsExactly("1:1: the file is empty, it has to be a mapping with: suite, preset, forks, workloads,"
                        + " strategies, claims, gate");
    }

    @Test
    void whatIsNoTextIsRefusedWithItsPlace() throws IOException {
        Path file = directory.resolve("latin.yaml");
        Files.write(file, "suite: a\nlabel: Stra\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(mistakes(file)).containsExactly("2:12: this is not UTF-8, allowed is UTF-8 alone");
        assertThat(mistakes("suite: a\nforks: \u00012\n"))
                .containsExactly("2:8: the character U+0001 is not allowed in YAML");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> SuiteFile.read(directory.resolve("none.yaml"), CATALOG))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("there is no suite " + directory.resolve("none.yaml"));
    }
}
