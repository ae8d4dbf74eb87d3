package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.InvalidInputException;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.interleave.workbench.Main;
import org.interleave.workbench.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Machines that lack something: a run says what, in one line, before it measures, or does without. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PreflightTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void thisMachineHasWhatIsNeeded() {
        assertThatCode(Preflight::check).doesNotThrowAnyException();
    }

    @Test
    void aTemporaryDirectoryThatIsMissingIsNamedWithTheRemedy() {
        assertThatThrownBy(() -> Preflight.checkTemporaryDirectory(directory.resolve("missing")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(
                        "cannot write temporary files to " + directory.resolve("missing"),
                        "no such directory",
                        "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR");
        Preflight.checkTemporaryDirectory(directory);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTemporaryDirectoryInWhichNoFileCanBeMadeIsNamed() {
        assertThatThrownBy(() -> Preflight.checkTemporaryDirectory(Path.of("/proc/self")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot write temporary files to /proc/self (");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutProcessCountersNothingIsMeasured() {
        assertThatThrownBy(() -> Preflight.checkProcessCounters(directory))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("mount -t proc proc /proc");
    }

    @Test
    void flagsWithWhichNoForkStartsAreTold() {
        assertThatThrownBy(() -> Preflight.checkForkStarts(List.of("-Xms2g", "-Xmx1g")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the JVM of a fork does not start: Initial heap size set to a larger value than the maximum"
                        + " heap size");
    }

    /** A program that has ended. */
    private record Ended(int status, String out, String err) {}

    private Ended run(List<String> before, List<String> flags, Map<String, String> environment) throws Exception {
        List<String> command = new ArrayList<>(before);
        command.addAll(Program.briefRun(flags, 1, "--json", "r.json"));
        Path err = directory.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        environment.forEach(
                (name, value) -> builder.environment().computeIfPresent(name, (n, v) -> v.isEmpty() ? null : v));
        Process program = builder.start();
        String out = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(program.waitFor(), out, Files.readString(err));
    }

    private JsonNode report() throws IOException {
        return new ObjectMapper().readTree(Files.readString(directory.resolve("r.json")));
    }

    @Test
    @Needs(Resource.NETWORK_NAMESPACES)
    void whatNeedsNoNetworkIsMeasuredWithoutOne() throws Exception {
        Ended ended = run(List.of("unshare", "-n"), List.of(), Map.of());

        assertThat(ended.status()).describedAs(ended.err()).isEqualTo(Main.DONE);
        assertThat(report().get("rows").get(0).get("valid").asBoolean()).isTrue();
    }

    @Test
    @Tag("thorough")
    void whatOnlyDecoratesAReportDoesNotCostIt() throws Exception {
        Ended ended = run(
                List.of(),
                List.of(
                        "-Djna.tmpdir=" + Files.createFile(directory.resolve("file")),
                        "-Duser.home=" + directory.resolve("missing")),
                Map.of("HOME", ""));

        assertThat(ended.status()).describedAs(ended.err()).isEqualTo(Main.DONE);
        assertThat(report().get("machine").get("model").asString()).isEqualTo("unknown");
        assertThat(report().get("machine").get("cpus").asInt()).isPositive();
        assertThat(report().get("machine").get("memory_bytes").asLong()).isPositive();
    }

    @Test
    @Tag("thorough")
    void optionsFromTheEnvironmentAreAmongTheFlagsOfAReport() throws Exception {
        Ended ended = run(
                List.of(), List.of(), Map.of("JAVA_TOOL_OPTIONS", "-Dacme=1 -Xmx64m", "JDK_JAVA_OPTIONS", "-Dacme=2"));

        assertThat(ended.status()).describedAs(ended.err()).isEqualTo(Main.DONE);
        assertThat(report().get("jvm").get("flags").valueStream().map(JsonNode::asString))
                .contains("JAVA_TOOL_OPTIONS=-Dacme=1 -Xmx64m", "JDK_JAVA_OPTIONS=-Dacme=2", "-Xmx2g");
    }
}
