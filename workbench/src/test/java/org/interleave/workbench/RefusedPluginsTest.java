package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.Refusal;
import org.interleave.threads.LockPolicy;
import org.interleave.workbench.plan.Planner;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Request;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Plug-ins that are wrong, each in its own way and its own jar, beside some that are good. */
class RefusedPluginsTest {

    private static final String GOOD = """
            import java.io.Serializable;
            import java.util.*;
            import org.interleave.core.*;
            import org.interleave.core.runtime.*;

            @SuppressWarnings("all")
            public class CLASS implements Strategy {
                static int calls;
                public StrategyDescription describe() { return described(); }
                StrategyDescription described() {
                    return new StrategyDescription(
                            name(), family(), approach(), description(), features(), options());
                }
                public String name() { return "NAME"; }
                public Family family() { return Family.THREADS; }
                public String description() { return "runs each task on the calling thread"; }
                public Approach approach() { return Approach.IDIOMATIC; }
                public Set<Feature> features() { return EnumSet.of(Feature.SHARED_CELLS); }
                public List<Parameter<?>> options() { return List.of(); }
                public Availability availability(Parameters options) { return Availability.available(); }
                public Execution open(Parameters options) {
                    return new SingleRunExecution() {
                        protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
                            Guard guard = new Guard() {
                                public void acquire() {}
                                public void release() {}
                                public void checkpoint() {}
                            };
                            List<Inbox> inboxes = new ArrayList<>();
                            run.tasks().forEach(task -> inboxes.add(new Inbox()));
                            GuardedTaskLoop loop = new GuardedTaskLoop(guard, 100, inboxes);
                            run.tasks().forEach(task -> loop.run(task, "caller"));
                            return run.outcome(Map::of);
                        }
                        protected void shutDown() { /* close */ }
                    };
                }
            }
            """;

    private static final String WORKLOAD = """
            import java.util.*;
            import org.interleave.core.*;
            import org.interleave.core.runtime.*;

            public class CLASS implements Workload<Long> {
                public String name() { return "NAME"; }
                public String description() { return "nothing"; }
                public List<Parameter<?>> parameters() { return null; }
                public Set<Feature> needs() { return Set.of(); }
                public Round<Long> prepare(Parameters parameters) { return null; }
            }
            """;

    private static final String EXPERIMENT = """
            import java.util.*;
            import org.interleave.core.*;
            import org.interleave.core.runtime.*;

            public class CLASS implements Experiment {
                public String name() { return "NAME"; }
                public String question() { return "why?"; }
                public List<Contender> contenders(Preset preset) {
                    return List.of(Contender.of("countdown", "missing"));
                }
                public List<Claim> claims() { return List.of(); }
            }
            """;

    private static final String POLICY = """
            import org.interleave.core.Parameters;
            import org.interleave.threads.*;

            public class CLASS implements LockPolicy {
                public String name() { return "NAME"; }
                public String description() { return "none"; }
                public GiantLock newLock(Parameters options, LockEvents events) { throw new IllegalStateException(); }
            }
            """;

    private static final Map<String, String> SOURCES = new LinkedHashMap<>();
    private static final Map<String, Class<?>> SERVICES = new LinkedHashMap<>();
    private static final Map<String, String> REASONS = new LinkedHashMap<>();

    @TempDir
    private static Path directory = Path.of("");

    private static Path classes = Path.of("");
    private static Path plugins = Path.of("");
    private static Catalog catalog = Plugins.catalog(Optional.empty());

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static void source(Class<?> service, String template, String className, String name) {
        SERVICES.put(className, service);
        SOURCES.put(className, template.replace("CLASS", className).replace("NAME", name));
    }

    private static void strategy(String className, String name, String method, String body, String reason) {
        source(Strategy.class, GOOD, className, name);
        SOURCES.computeIfPresent(
                className,
                (type, source) -> source.replaceFirst(
                        java.util.regex.Pattern.quote(method) + " \\{.*\\}",
                        java.util.regex.Matcher.quoteReplacement(method + " { " + body + " }")));
        REASONS.put(className, reason);
    }

    private static void name(String className, String name, String reason) {
        strategy(className, name, "no method", "", reason);
    }

    private static void badStrategies() {
        strategy(
                "Clinit",
                "clinit",
                "public String name()",
                "return NUMBER; } static String NUMBER = \"\" + Integer.parseInt(\"twelve\"); {",
                "its constructor throws ExceptionInInitializerError caused by NumberFormatException: For input string: \"twelve\"");
        strategy(
                "Ctor",
                "ctor",
                "public String name()",
                "return \"ctor\"; } public Ctor() { throw new IllegalStateException(\"needs ACME_LICENCE\"); } {",
                "its constructor throws IllegalStateException: needs ACME_LICENCE");
        strategy(
                "NullName",
                "",
                "public String name()",
                "return null;",
                "describe() throws NullPointerException: the name is null");
        strategy("Null", "null", "public StrategyDescription describe()", "return null;", "describe() answers null");
        strategy(
                "Blank",
                "blank",
                "public String description()",
                "return \" \\t\";",
                "describe() throws IllegalArgumentException: the description is blank");
        strategy(
                "NullOption",
                "null-option",
                "public List<Parameter<?>> options()",
                "return Collections.singletonList(null);",
                "describe() throws NullPointerException: one of the options is null");
        strategy(
                "OptionTwice",
                "option-twice",
                "public List<Parameter<?>> options()",
                "Parameter<?> n = Parameter.count(\"n\", \"d\", 5, 5, 1, 20); return List.of(n, n);",
                "options() answers two parameters that are called n");
        strategy(
                "Options",
                "throws",
                "public List<Parameter<?>> options()",
                "throw new IllegalStateException(\"not ready\");",
                "describe() throws IllegalStateException: not ready");
        strategy(
                "NullOptions",
                "null-options",
                "public List<Parameter<?>> options()",
                "return null;",
                "describe() throws NullPointerException: the options are null");
        strategy(
                "NullFeature",
                "null-feature",
                "public Set<Feature> features()",
                "return Collections.singleton(null);",
                "describe() throws NullPointerException: one of the features is null");
        strategy(
                "Missing",
                "missing",
                "public Availability availability(Parameters options)",
                "throw new NoClassDefFoundError(\"org/acme/driver/Driver\");",
                "availability(options) throws NoClassDefFoundError: org/acme/driver/Driver");
        strategy("Deep", "deep", "public Family family()", "return family();", "describe() throws StackOverflowError");
        strategy(
                "Dead",
                "dead",
                "public Approach approach()",
                "throw new ThreadDeath();",
                "describe() throws ThreadDeath");
        strategy(
                "Mute",
                "mute",
                "public String description()",
                "throw new RuntimeException() { public String getMessage() { throw this; } };",
                "describe() throws Mute$1: (its message cannot be had: Mute$1)");
        strategy(
                "BadDefault",
                "bad-default",
                "public List<Parameter<?>> options()",
                "return List.of(Parameter.count(\"n\", \"d\", 5, 5, 10, 20));",
                "the defaults of options() throws InvalidInputException: n=5 is out of range, allowed is from 10 to 20 (n of bad-default: d, from 10 to 20)");
    }

    private static void badNames() {
        String rule =
                "is not one for a command line (lower-case words of a to z and 0 to 9 joined by hyphens, perhaps a kind and a"
                        + " colon before them, at most 60 characters)";
        name("Empty", "", "its name '' " + rule);
        name("Odd", "od,d=na me\\n/\\u001b[31m", "its name 'od,d=na me\\n/\\u001b[31m' " + rule);
        name("Lengthy", "a".repeat(61), "its name '" + "a".repeat(61) + "' " + rule);
        name("Threads", "threads", "its name is that of the built-in strategy (org.interleave.threads.Threads)");
        name(
                "Countdown",
                "countdown",
                "its name is that of the built-in workload (org.interleave.core.workloads.Countdown)");
        name(
                "Convoy",
                "convoy",
                "its name is that of the built-in experiment (org.interleave.workbench.experiments.ConvoyExperiment)");
        name("Suite", "head-to-head", "its name is that of the suite");
    }

    @BeforeAll
    static void packAll() throws IOException {
        source(Strategy.class, GOOD, "Good", "good");
        source(Strategy.class, GOOD.replace("\"NAME\"", "calls++ == 0 ? \"fickle\" : null"), "Fickle", "");
        source(
                Strategy.class,
                GOOD.replace("/* close */", "throw new IllegalStateException(\"will not close\");"),
                "CloseThrows",
                "close-throws");
        source(Experiment.class, EXPERIMENT, "NeedsOptions", "needs-options");
        source(Experiment.class, EXPERIMENT, "ZTwin", "good");
        source(Workload.class, WORKLOAD, "NullParameters", "null-parameters");
        source(LockPolicy.class, POLICY, "OddPolicy", "a b");
        badStrategies();
        badNames();
        REASONS.put("ZTwin", "its name is that of the strategy (Good in PLUGINS/Good.jar)");
        REASONS.put("NullParameters", "parameters() answers null");
        REASONS.put(
                "OddPolicy",
                "its name 'giant-lock:a b' is not one for a command line (lower-case words of a to z and 0 to 9"
                        + " joined by hyphens, perhaps a kind and a colon before them, at most 60 characters)");
        classes = PluginJar.compile(SOURCES, directory);
        plugins = Files.createDirectory(directory.resolve("plugins"));
        for (Map.Entry<String, Class<?>> plugin : SERVICES.entrySet()) {
            pack(plugin.getValue().getName(), plugin.getKey(), plugins);
        }
        catalog = Plugins.catalog(Optional.of(plugins.toString()));
    }

    private static void pack(String service, String className, Path directory) throws IOException {
        PluginJar.pack(service, className, classes, directory.resolve(className + ".jar"));
    }

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void eachIsNamedWithItsJarItsClassAndTheCauseAndCostsNoOther() {
        assertThat(catalog.refusals()).allSatisfy(refusal -> {
            String type = refusal.type().orElseThrow();
            assertThat(refusal.origin())
                    .isEqualTo(plugins.resolve(type + ".jar").toString());
            assertThat(refusal.reason())
                    .isEqualTo(Objects.requireNonNull(REASONS.get(type)).replace("PLUGINS", plugins.toString()));
            assertThat(refusal.line()).contains("(" + type + " in " + refusal.origin() + ") is refused: ");
        });
        assertThat(catalog.refusals())
                .extracting(refusal -> refusal.type().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(REASONS.keySet());
        assertThat(catalog.strategies()).extracting(Strategy::name).contains("good", "threads", "processes");
        assertThat(catalog.workload("countdown").description()).isNotBlank();
        assertThat(catalog.experiment("convoy")).isPresent();
    }

    @Test
    void whatOneSaidOnceStays() {
        assertThat(catalog.strategy("fickle").name()).isEqualTo("fickle");
        assertThat(catalog.strategy("fickle").name()).isEqualTo("fickle");
    }

    @Test
    void whoAsksForOneIsToldWhy() {
        assertThatThrownBy(() -> catalog.strategy("missing"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("strategy 'missing' (Missing in ")
                .hasMessageEndingWith(
                        ".jar) is refused: availability(options) throws NoClassDefFoundError: org/acme/driver/Driver");
        Request request = Request.of(List.of("needs-options"), Preset.QUICK, List.of(0));
        assertThatThrownBy(() -> Planner.plan(catalog, request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("strategy 'missing' (Missing in ");
    }

    @Test
    void listShowsTheOthersAndEndsWithWrongUse() {
        int status = execute("list", "--json", "--plugins", plugins.toString());

        JsonNode lists = new ObjectMapper().readTree(out.toString());
        assertThat(lists.get("strategies").valueStream().map(s -> s.get("name").asString()))
                .contains("good", "fickle", "threads");
        assertThat(lists.get("refused")).hasSameSizeAs(REASONS.keySet());
        assertThat(err.toString().lines())
                .hasSameSizeAs(REASONS.keySet())
                .allMatch(line -> line.contains(" is refused: "));
        assertThat(status).isEqualTo(Main.WRONG_USE);
    }

    @Test
    @Tag("thorough")
    void runsOfOthersGoOnWithWarningsAndACloseThatThrowsVoidsItsRowOnly() {
        Path json = directory.resolve("out.json");

        int status = execute(
                "run",
                "countdown",
                "--strategies",
                "good,close-throws",
                "--set",
                "count=100k",
                "--forks",
                "1",
                "--plugins",
                plugins.toString(),
                "--json",
                json.toString());

        JsonNode rows = new ObjectMapper().readTree(json.toFile()).get("rows");
        assertThat(rows).hasSize(2).allSatisfy(row -> {
            boolean good = row.get("strategy").asString().equals("good");
            assertThat(row.get("valid").asBoolean()).isEqualTo(good);
            if (!good) {
                assertThat(row.get("reason").asString())
                        .isEqualTo("close of strategy close-throws throws IllegalStateException: will not close");
            }
        });
        assertThat(err.toString().lines())
                .hasSameSizeAs(REASONS.keySet())
                .allMatch(line -> line.startsWith("interleave: warning: "));
        assertThat(status).isEqualTo(Main.STRATEGY_FAILED);
    }

    @Test
    void oneThatDoesNotAnswerIsLeftBehind(@TempDir Path other) throws IOException {
        strategyThatHangs(other);
        Catalog without = Plugins.catalog(Optional.of(other.resolve("plugins").toString()), Duration.ofSeconds(5));

        assertThat(without.refusals())
                .singleElement()
                .extracting(Refusal::reason)
                .isEqualTo("availability(options) does not return within 5s");
        Catalog fork = Plugins.catalog(
                Optional.of(other.resolve("plugins").toString()), without.providers("threads", "countdown"));
        assertThat(fork.refusals()).isEmpty();
    }

    private static void strategyThatHangs(Path directory) throws IOException {
        String waits = "while (true) { try { Thread.sleep(1_000_000); } catch (InterruptedException again) {} }";
        String source = GOOD.replace("CLASS", "Hang")
                .replace("NAME", "hang")
                .replace("return Availability.available();", waits);
        PluginJar.of("Hang", source, directory);
    }

    @Test
    void jarsThatBringNothingOrAreMisspeltAreSaid(@TempDir Path other) throws IOException {
        pack(Strategy.class.getName(), "Good", other);
        pack("org.interleave.core.Stategy", "Threads", other);
        pack("org.acme.Driver", "Fickle", other);
        Files.copy(other.resolve("Good.jar"), other.resolve("Twice.jar"));
        Files.writeString(other.resolve("broken.jar"), "not a jar");

        int status = execute("list", "strategies", "--plugins", other.toString());

        assertThat(err.toString().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains(
                                        "(Good in " + other.resolve("Twice.jar"),
                                        "is loaded from " + other.resolve("Good.jar")),
                        line -> assertThat(line)
                                .contains(other.resolve("broken.jar").toString(), "it cannot be read: "),
                        line -> assertThat(line)
                                .contains(
                                        other.resolve("Threads.jar").toString(),
                                        "unknown service 'org.interleave.core.Stategy'; did you mean 'org.interleave.core.Strategy'?"),
                        line -> assertThat(line)
                                .contains(other.resolve("Fickle.jar").toString(), "brings nothing itself"));
        assertThat(out.toString()).contains("  good: ");
        assertThat(status).isEqualTo(Main.WRONG_USE);
    }

    @Test
    void aDirectoryThatBringsNothingAtAllIsRefused(@TempDir Path other) throws IOException {
        pack("org.acme.Driver", "Fickle", other);

        assertThat(Plugins.catalog(Optional.of(other.toString())).refusals())
                .singleElement()
                .extracting(Refusal::line)
                .asString()
                .startsWith("plug-in (" + other.resolve("Fickle.jar") + ") is refused: it brings nothing: ")
                .contains("org.interleave.core.Strategy", "org.interleave.threads.LockPolicy");
    }
}
