package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.processes.node.Node;
import org.interleave.workbench.plan.Plugins;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * A plug-in brings Netty 4.1 and Jackson 2 of its own, and its tasks find these, and none of ours, in forks, in worker processes
 * and nodes, and in instances, beside strategies that are built on other versions.
 */
class PluginLibrariesTest {

    private static final Path LIBRARIES = Path.of("target", "plugin-libraries");

    /** Each task says what it found. Nothing of it is known to the workload itself but the oracle's text. */
    private static final String VERSIONS = """
            import com.fasterxml.jackson.databind.ObjectMapper;
            import java.util.*;
            import java.util.stream.IntStream;
            import org.interleave.core.*;

            public final class Versions implements Workload<Versions.Found> {

                public record Found(String text) implements java.io.Serializable {}

                public static final class Finding implements Task<Found> {
                    public Step<Found> advance(Turn turn) throws Exception {
                        String netty = io.netty.util.Version.identify(getClass().getClassLoader())
                                .get("netty-common").artifactVersion();
                        String json = "{\\"jackson\\": \\"" + ObjectMapper.class.getPackage().getImplementationVersion()
                                + "\\", \\"netty\\": \\"" + netty + "\\"}";
                        String text = new ObjectMapper().readTree(json).toString();
                        return Step.done(new Found(text + " " + visible("tools.jackson.databind.ObjectMapper")
                                + visible("akka.actor.ActorSystem") + visible("picocli.CommandLine")
                                + visible("javax.tools.ToolProvider") + visible("com.sun.source.tree.Tree")
                                + visible("org.interleave.core.workloads.Countdown")));
                    }

                    private String visible(String type) {
                        try {
                            return Class.forName(type, false, getClass().getClassLoader()) == null ? "" : "yes ";
                        } catch (ClassNotFoundException e) {
                            return "no ";
                        }
                    }
                }

                private static final String EXPECTED =
                        "{\\"jackson\\":\\"2.21.5\\",\\"netty\\":\\"4.1.125.Final\\"} no no no yes yes yes ";

                public String name() { return "versions"; }
                public String description() { return "tasks that say which libraries they find"; }
                public List<Parameter<?>> parameters() { return List.of(); }
                public Set<Feature> needs() { return Set.of(); }
                public Round<Found> prepare(Parameters parameters) {
                    return new Round<>() {
                        public Job<Found> job() {
                            return Job.of(IntStream.range(0, 4).mapToObj(i -> new Finding()).toList());
                        }
                        public Map<String, Metric> verify(Outcome<Found> outcome) {
                            for (Found found : outcome.results(4)) {
                                if (!found.text().equals(EXPECTED)) {
                                    throw new WrongResultException("a task found " + found.text());
                                }
                            }
                            return Map.of();
                        }
                    };
                }
            }
            """;

    @TempDir
    private static Path directory = Path.of("");

    private static Path plugins = Path.of("");

    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void pack() throws IOException {
        plugins = directory.resolve("plugins");
        Path versions = Files.createDirectories(plugins.resolve("versions"));
        List<Path> libraries;
        try (Stream<Path> jars = Files.list(LIBRARIES)) {
            libraries = jars.toList();
        }
        for (Path jar : libraries) {
            Files.copy(jar, versions.resolve(jar.getFileName()));
        }
        Path classes = PluginJar.compile(Map.of("Versions", VERSIONS), directory, libraries);
        PluginJar.pack(Workload.class.getName(), "Versions", classes, versions.resolve("versions.jar"));
    }

    private JsonNode rows(String... arguments) {
        Path json = directory.resolve("out.json");
        CommandLine commandLine = Main.commandLine();
        commandLine.setErr(new PrintWriter(err));
        int status = commandLine.execute(Stream.concat(
                        Stream.of(
                                "run",
                                "versions",
                                "--forks",
                                "1",
                                "--plugins",
                                plugins.toString(),
                                "--json",
                                json.toString(),
                                "--force"),
                        Stream.of(arguments))
                .toArray(String[]::new));
        assertThat(status).as(err.toString()).isEqualTo(Main.DONE);
        return new ObjectMapper().readTree(json.toFile()).get("rows");
    }

    @ParameterizedTest
    @CsvSource({
        "'threads,instances,netty,vertx,akka', 5",
        "processes, 1",
    })
    void tasksFindTheLibrariesThatTheirPluginBrings(String strategies, int expected) {
        assertThat(rows("--strategies", strategies))
                .hasSize(expected)
                .allSatisfy(row -> assertThat(row.get("valid").asBoolean())
                        .as(row.toString())
                        .isTrue());
    }

    @Test
    void workersFindThemWhateverTheTasksArePackedWith() {
        assertThat(rows("--strategies", "processes", "--set", "codec=fory"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("valid").asBoolean())
                        .as(row.toString())
                        .isTrue());
    }

    @Test
    void aNodeFindsThemInThePluginThatItHasItself() throws Exception {
        List<String> jars = Plugins.classPathOfOne(plugins.resolve("versions").toString()).stream()
                .map(URL::toString)
                .toList();
        Node.Settings settings = new Node.Settings(
                "127.0.0.1:0",
                1,
                Optional.empty(),
                List.of("Versions$Finding", "Versions$Found"),
                jars,
                Duration.ofMinutes(1));
        try (Node node = Node.open(settings, line -> {})) {
            String nodes = "nodes=" + node.address();
            JsonNode rows = rows("--strategies", "remote-nodes", "--set", nodes, "--set", "allow=Versions$Found");
            assertThat(rows)
                    .singleElement()
                    .satisfies(row -> assertThat(row.get("valid").asBoolean())
                            .as(row.toString())
                            .isTrue());
        }
    }

    @Test
    void aNodeTakesOnePlugin() throws IOException {
        Path two = Files.createDirectories(directory.resolve("two"));
        for (String name : List.of("a", "b")) {
            Path jar = Files.createDirectories(two.resolve(name)).resolve("versions.jar");
            Files.copy(plugins.resolve("versions").resolve("versions.jar"), jar);
        }

        assertThatThrownBy(() -> Plugins.classPathOfOne(two.toString()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--plugins " + two + " holds 2 plug-ins (a, b), and a node takes one: name its directory");
    }

    @Test
    void whatAPluginBringsIsLoadedByALoaderOfItsOwn() {
        Catalog catalog = Plugins.catalog(Optional.of(plugins.toString()));

        assertThat(catalog.refusals()).isEmpty();
        assertThat(catalog.pluginLoader("versions"))
                .hasValueSatisfying(
                        loader -> assertThat(loader).isNotSameAs(getClass().getClassLoader()));
        assertThat(catalog.pluginLoader("countdown")).isEmpty();
    }
}
