package org.interleave.workbench.experiments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.catalog.Catalog;

/**
 * Writes {@code docs/experiments.md}: of each built-in experiment the question, what its source says of it, what runs, what
 * it claims and how to repeat it. All of that comes from the catalogue and the sources; only the topics are set here.
 */
final class ExperimentsDocument {

    private static final int COLUMNS = 110;

    /** The families of questions, and the experiments that ask one of them. */
    private static final SequencedMap<String, List<String>> TOPICS = new LinkedHashMap<>();

    static {
        TOPICS.put(
                "Computing under one lock",
                List.of("cpu-threads", "interleaving", "forced-switch", "one-core", "starvation", "switch-interval"));
        TOPICS.put("Waiting and answering", List.of("io-threads", "io-response", "convoy", "many-io-threads"));
        TOPICS.put("Being interrupted", List.of("interrupt"));
        TOPICS.put("Sharing data", List.of("lost-updates", "reference-counts"));
        TOPICS.put(
                "Event loops",
                List.of(
                        "cpu-on-loop",
                        "coroutine-hog",
                        "generators",
                        "many-waits",
                        "polling-or-events",
                        "timers",
                        "timer-lifetime"));
        TOPICS.put(
                "A memory for each worker",
                List.of("process-speedup", "ipc-cost", "time-spent", "pool-map", "instances", "worker-missing-code"));
        TOPICS.put("Native code", List.of("foreign-call", "extension-lock", "numeric-kernels"));
        TOPICS.put("Workers on other machines", List.of("remote-nodes"));
    }

    private static final String INTRODUCTION = """
            Interleave runs the same tasks under every concurrency strategy and measures them head to head. An
            *experiment* is a question about strategies, the rows that are measured to answer it, and *claims* about these
            rows. This page lists the experiments that come with the program. It is made from them by a test, which fails
            when it is out of date.

            A *row* is a workload under a strategy, measured in several fresh JVMs. A *claim* is a bound for one metric of a
            row, or for the ratio of two, so that it is true or false on any machine. A run judges it by what it measured:
            it is *held* if the whole 95 % confidence interval lies within the bound, *refuted* if the whole interval lies
            outside, and *inconclusive* otherwise, or if the machine lacks the free processors that the claim needs.

            The *giant lock* is the lock that an interpreter holds while it runs a program's instructions, such as
            CPython's. It comes in several models: the *tick lock* is released and taken again every 100 instructions, as
            in CPython up to 3.1; the *timed lock* is dropped on request of a thread that has waited for a switch interval
            of 5 ms, as in CPython since 3.2; the *priority* and the *fair* lock are other proposals. A *tick* is an
            instruction's worth of work.

            The commands use the `quick` preset, for a first look; `--preset full` takes larger sizes and more JVMs, for
            numbers to rely on. Sizes of both are given where they differ. `./interleave run NAME --dry-run` tells what
            would be measured and about how long it would take.
            """;

    private static final Pattern INLINE_TAG = Pattern.compile("\\{@(?:code|link|linkplain)\\s+([^}]*)}");

    private final Catalog catalog;
    private final Path sources;
    private final StringBuilder text = new StringBuilder();

    private ExperimentsDocument(Catalog catalog, Path sources) {
        this.catalog = catalog;
        this.sources = sources;
    }

    /**
     * The document.
     *
     * @param sources the root of the sources that have the experiments' comments
     */
    static String of(Catalog catalog, Path sources) {
        return new ExperimentsDocument(catalog, sources).write();
    }

    /** The names of the experiments that have a topic. */
    static List<String> names() {
        return TOPICS.values().stream().flatMap(List::stream).toList();
    }

    private String write() {
        Map<String, Class<?>> classes = new TreeMap<>();
        ServiceLoader.load(Experiment.class)
                .forEach(experiment -> classes.put(experiment.name(), experiment.getClass()));
        line("# Experiments");
        for (String paragraph : INTRODUCTION.split("\n\n", -1)) {
            paragraph(paragraph);
        }
        TOPICS.forEach((topic, names) -> {
            line("");
            line("**" + topic + "**");
            line("");
            names.forEach(name ->
                    item("[" + name + "](#" + name + "): " + experiment(name).question()));
        });
        TOPICS.forEach((topic, names) -> {
            line("");
            line("## " + topic);
            names.forEach(name -> section(experiment(name), Objects.requireNonNull(classes.get(name))));
        });
        appendix();
        return text.toString();
    }

    private Experiment experiment(String name) {
        return catalog.experiment(name).orElseThrow();
    }

    private void section(Experiment experiment, Class<?> type) {
        line("");
        line("### " + experiment.name());
        paragraph("**" + experiment.question() + "**");
        comment(type).forEach(this::paragraph);
        paragraph("What runs:");
        line("");
        contenders(experiment).forEach(this::item);
        paragraph("What is claimed:");
        line("");
        experiment.claims().forEach(claim -> item(claim(claim)));
        paragraph("To repeat it:");
        line("");
        line("```");
        line("./interleave run " + experiment.name());
        line("```");
    }

    /** The paragraphs of a class's comment. */
    private List<String> comment(Class<?> type) {
        Path file = sources.resolve(type.getName().replace('.', '/') + ".java");
        String source;
        try {
            source = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String before = source.substring(0, source.indexOf("public final class " + type.getSimpleName()));
        String comment = before.substring(before.lastIndexOf("/**") + 3, before.lastIndexOf("*/"));
        String prose = comment.lines()
                .map(line -> line.strip().replaceFirst("^\\*\\s?", ""))
                .collect(Collectors.joining("\n"));
        return Arrays.stream(prose.split("<p>"))
                .map(paragraph -> INLINE_TAG.matcher(paragraph).replaceAll("`$1`"))
                .map(paragraph -> paragraph.replaceAll("</?em>", "*"))
                .toList();
    }

    /** A contender's rows that are alike but for the strategy, in the two presets. */
    private record Rows(String workload, String settings, String options) {}

    private static List<String> contenders(Experiment experiment) {
        Map<String, Contender> quick = byLabel(experiment, Preset.QUICK);
        Map<String, Contender> full = byLabel(experiment, Preset.FULL);
        SequencedMap<Rows, List<String>> groups = new LinkedHashMap<>();
        Stream.concat(quick.keySet().stream(), full.keySet().stream())
                .distinct()
                .forEach(label -> {
                    Contender one = Optional.ofNullable(quick.get(label)).orElseGet(() -> full.get(label));
                    Contender other = Optional.ofNullable(full.get(label)).orElse(one);
                    String only = !quick.containsKey(label) ? ", with `--preset full` only" : "";
                    String settings = settings(one.parameters(), other.parameters());
                    String options = settings(one.options(), other.options());
                    String processors = one.processors().isEmpty()
                            ? ""
                            : one.processors().getAsInt() == 1
                                    ? ", on one processor"
                                    : ", on " + one.processors().getAsInt() + " processors";
                    String name = one.label().equals(one.strategy())
                            ? "`" + label + "`"
                            : "`" + one.strategy() + "` as *" + label + "*";
                    groups.computeIfAbsent(
                                    new Rows(one.workload(), settings, options + processors + only),
                                    any -> new ArrayList<>())
                            .add(name);
                });
        return groups.entrySet().stream()
                .map(group -> "`" + group.getKey().workload() + "`"
                        + (group.getKey().settings().isEmpty()
                                ? ""
                                : " with " + group.getKey().settings())
                        + " under " + String.join(", ", group.getValue())
                        + (group.getKey().options().isEmpty()
                                        || group.getKey().options().startsWith(",")
                                ? group.getKey().options()
                                : ", with " + group.getKey().options()))
                .toList();
    }

    private static Map<String, Contender> byLabel(Experiment experiment, Preset preset) {
        SequencedMap<String, Contender> contenders = new LinkedHashMap<>();
        experiment.contenders(preset).forEach(contender -> contenders.put(contender.label(), contender));
        return contenders;
    }

    private static String settings(Map<String, String> quick, Map<String, String> full) {
        return new TreeMap<>(quick)
                .entrySet().stream()
                        .map(setting -> {
                            String other = full.getOrDefault(setting.getKey(), setting.getValue());
                            String value = "`" + setting.getKey() + "=" + setting.getValue() + "`";
                            return other.equals(setting.getValue()) ? value : value + " (full: `" + other + "`)";
                        })
                        .collect(Collectors.joining(", "));
    }

    private static String claim(Claim claim) {
        String divided = measure(claim.measure())
                + claim.divisor()
                        .map(divisor -> " divided by " + other(claim, divisor))
                        .orElse("");
        String measured = claim.baseline()
                .map(baseline -> divided + (claim.divisor().isEmpty() ? ", less " : ", both less ")
                        + other(claim, baseline) + ",")
                .orElse(divided);
        String scaled = claim.scale() == 1 ? measured : measured + " times " + number(claim.scale());
        String cores = claim.cores() == 1 ? "" : " (judged with " + claim.cores() + " free processors only)";
        return Character.toUpperCase(claim.statement().charAt(0))
                + claim.statement().substring(1) + ": " + scaled + " is " + bound(claim.bound()) + cores;
    }

    private static String other(Claim claim, Claim.Measure measure) {
        return measure.metric().equals(claim.measure().metric())
                ? "that of *" + measure.label() + "*"
                : measure(measure);
    }

    private static String measure(Claim.Measure measure) {
        return "`" + measure.metric() + "` of *" + measure.label() + "*";
    }

    private static String bound(Claim.Bound bound) {
        if (bound.low() == bound.high()) {
            return "exactly " + number(bound.low());
        }
        if (Double.isInfinite(bound.low())) {
            return "at most " + number(bound.high());
        }
        return Double.isInfinite(bound.high())
                ? "at least " + number(bound.low())
                : "from " + number(bound.low()) + " to " + number(bound.high());
    }

    private static String number(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private void appendix() {
        line("");
        line("## The workloads and strategies above");
        line("");
        List<Contender> contenders = names().stream()
                .flatMap(name -> experiment(name).contenders(Preset.FULL).stream())
                .toList();
        catalog.workloads().stream()
                .filter(workload ->
                        contenders.stream().anyMatch(c -> c.workload().equals(workload.name())))
                .forEach(workload -> item("`" + workload.name() + "` (workload): " + workload.description()));
        line("");
        catalog.strategies().stream()
                .filter(strategy ->
                        contenders.stream().anyMatch(c -> c.strategy().equals(strategy.name())))
                .forEach(strategy -> item(
                        "`" + strategy.name() + "` (" + strategy.family().title() + "): " + strategy.description()));
        paragraph("`./interleave list` shows all of them with their parameters and options.");
    }

    private void paragraph(String prose) {
        line("");
        wrap(prose, "", "");
    }

    private void item(String prose) {
        wrap(prose, "- ", "  ");
    }

    private void wrap(String prose, String first, String others) {
        StringBuilder line = new StringBuilder(first);
        Matcher word = Pattern.compile("\\S+").matcher(prose);
        boolean begins = true;
        while (word.find()) {
            if (!begins && line.length() + 1 + word.group().length() > COLUMNS) {
                line(line.toString());
                line = new StringBuilder(others);
                begins = true;
            }
            line.append(begins ? "" : " ").append(word.group());
            begins = false;
        }
        line(line.toString());
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
