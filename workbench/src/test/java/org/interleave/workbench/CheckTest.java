package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Experiment;
import org.interleave.core.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is wrong with a plug-in is told by {@code check}, each in a line of its own, and the exit status says whether any is. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class CheckTest {

    /** Sound as it stands; what a test breaks of it is between the marks. */
    private static final String WORKLOAD = """
            import java.util.*;
            import org.interleave.core.*;

            public final class Work implements Workload<Long> {
                public String name() { return "work"; }
                public String description() { return "tasks that answer at once"; }
                public List<Parameter<?>> parameters() { return List.of(); }
                public Set<Feature> needs() { return Set.of(); }
                public Round<Long> prepare(Parameters parameters) {
                    return new Round<>() {
                        public Job<Long> job() {
                            Object lock = new Object();
                            return Job.of(List.of(Task.<Long>direct(steps -> /*body*/42L/*end*/)));
                        }
                        public Map<String, Metric> verify(Outcome<Long> outcome) {
                            if (outcome.results(1).getFirst() != 42) { throw new WrongResultException("not 42"); }
                            return Map.of();
                        }
                    };
                }
                private static long answer(Object given) { return given.hashCode() == 0 ? 43 : 42; }
                private static long forever() { while (answer("") != 0) { Thread.onSpinWait(); } return 42; }
                private static long exit() { System.exit(7); return 42; }
                private static long hog() { return Tick.run(1, 10_000_000) == 0 ? 43 : 42; }
            }
            """;

    private static final String EXPERIMENT = """
            import java.util.*;
            import org.interleave.core.*;

            public final class Asking implements Experiment {
                public String name() { return "asking"; }
                public String question() { return "Which is faster?"; }
                public List<Contender> contenders(Preset preset) {
                    return List.of(Contender.of("countdown", "threads"), Contender.of("countdown", "sequential"));
                }
                public List<Claim> claims() {
                    return List.of(Claim.ratio("it is faster", "METRIC", "LABEL", "sequential", Claim.Bound.atMost(1)));
                }
            }
            """;

    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int check(Path plugin, String... more) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        List<String> arguments = new ArrayList<>(List.of("check", plugin.toString()));
        arguments.addAll(List.of(more));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    /** The lines that say what is wrong. */
    private List<String> failures() {
        return out.toString().lines().filter(line -> line.startsWith("FAIL")).toList();
    }

    private Path workload(String body) throws IOException {
        String source = WORKLOAD.replaceAll("/\\*body\\*/.*/\\*end\\*/", body);
        return PluginJar.of(Workload.class, "Work", source, directory);
    }

    @Test
    void nothingIsWrongWithASoundOne() throws IOException {
        int status = check(workload("42L"));

        assertThat(failures()).isEmpty();
        assertThat(out.toString())
                .contains("ok    files: 1 class is named", "ok    workload work, W4 ", "0 of 10 checks failed");
        assertThat(status).isEqualTo(Main.DONE);
    }

    @Test
    void aWorkloadWhoseTasksCannotTravelIsTold() throws IOException {
        int status = check(workload("answer(lock)"));

        assertThat(failures())
                .singleElement()
                .asString()
                .contains(
                        "workload work, W3 ",
                        "task 0 cannot be serialised: java.io.NotSerializableException: java.lang.Object");
        assertThat(status).isEqualTo(Main.CLAIM_REFUTED);
    }

    @Test
    void aFileThatIsMisspeltAndAClassThatNoFileNamesAreTold() throws IOException {
        Path classes = PluginJar.compile(Map.of("Work", WORKLOAD), directory);
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        PluginJar.pack("org.interleave.core.Worklaod", "Work", classes, plugins.resolve("work.jar"));

        int status = check(plugins);

        assertThat(failures())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains(
                                        "work.jar",
                                        "unknown service 'org.interleave.core.Worklaod'; did you mean 'org.interleave.core.Workload'?"),
                        line -> assertThat(line)
                                .contains("class Work is a org.interleave.core.Workload, but no file"
                                        + " META-INF/services/org.interleave.core.Workload names it"));
        assertThat(status).isEqualTo(Main.CLAIM_REFUTED);
    }

    @Test
    void aClassForANewerJavaIsTold() throws IOException {
        Path classes = PluginJar.compile(Map.of("Work", WORKLOAD), directory);
        Path file = classes.resolve("Work.class");
        byte[] bytes = Files.readAllBytes(file);
        int next = ClassFile.latestMajorVersion() + 1;
        Files.write(file, ByteBuffer.wrap(bytes).putShort(6, (short) next).array());
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        PluginJar.pack(Workload.class.getName(), "Work", classes, plugins.resolve("work.jar"));

        int status = check(plugins);

        int running = Runtime.version().feature();
        assertThat(failures())
                .singleElement()
                .asString()
                .isEqualTo("FAIL  class Work is compiled for Java " + (running + 1) + ", and this is Java " + running
                        + ": compile it with --release " + running);
        assertThat(status).isEqualTo(Main.CLAIM_REFUTED);
    }

    @Test
    void codeThatNeverReturnsIsNamedAndEnded() throws IOException {
        int status = check(workload("forever()"), "--patience", "10s");

        assertThat(failures()).singleElement().asString().contains("workload work, W", "it does not return within 10s");
        assertThat(status).isEqualTo(Main.CLAIM_REFUTED);
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .noneMatch(process -> process.info().commandLine().orElse("").contains("ContractMain"));
    }

    @Test
    void aTaskThatHogsItsThreadIsTold() throws IOException {
        int status = check(workload("hog()"));

        assertThat(failures()).singleElement().asString().contains("workload work, W7 ", "without giving way");
        assertThat(status).isEqualTo(Main.CLAIM_REFUTED);
    }

    @Test
    void codeThatEndsItsProcessIsNamed() throws IOException {
        int status = check(workload("exit()"));

        assertThat(failures())
                .singleElement()
                .asString()
                .contains("workload work, W", "it ended the process it ran in, with status 7");
        assertThat(status).isEqualTo(Main.CLAIM_REFUTED);
    }

    @Test
    void aClaimAboutARowThatIsNotThereIsTold() throws IOException {
        String source = EXPERIMENT.replace("METRIC", "wall_s").replace("LABEL", "thread");
        int status = check(PluginJar.of(Experiment.class, "Asking", source, directory));

        assertThat(failures())
                .singleElement()
                .asString()
                .contains("experiment 'asking'", "unknown contender 'thread'; did you mean 'threads'?");
        assertThat(status).isEqualTo(Main.CLAIM_REFUTED);
    }

    @Test
    void aClaimAboutAMetricThatIsNotThereIsTold() throws IOException {
        String source = EXPERIMENT.replace("METRIC", "wal_s").replace("LABEL", "threads");
        int status = check(PluginJar.of(Experiment.class, "Asking", source, directory));

        assertThat(failures())
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line).contains("unknown metric of '", "'wal_s'; did you mean 'wall_s'?"));
        assertThat(status).isEqualTo(Main.CLAIM_REFUTED);
    }

    @Test
    void aPlaceWithoutPlugInsIsWrongUse() {
        assertThat(check(directory)).isEqualTo(Main.WRONG_USE);
        assertThat(err.toString()).contains("holds no plug-in: no .jar file");
    }
}
