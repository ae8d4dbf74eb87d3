package org.interleave.workbench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.interleave.core.Availability;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Parameter;
import org.interleave.core.Preset;
import org.interleave.core.Printable;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyVariant;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.Refusal;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.report.Screen;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/** The command that lists what there is, and for what cannot run here, why. */
@Command(
        name = "list",
        description = {
            "Lists strategies, workloads and experiments, with their options.",
            "What cannot run here, and what a strategy cannot run, is listed with the reason."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class)
final class ListCommand implements Callable<Integer> {

    /** What can be listed. */
    enum Kind {
        STRATEGIES,
        WORKLOADS,
        EXPERIMENTS
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "KIND",
            description = "strategies, workloads or experiments (default: all three).")
    private Optional<Kind> kind = Optional.empty();

    @Option(names = "--json", description = "Print JSON, for other programs, instead of text.")
    private boolean json;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description =
                    "Also list the strategies, workloads and experiments in the jars of this directory, and check its"
                            + " shared libraries of kernels; or one file.")
    private Optional<String> plugins = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Catalog catalog = Plugins.catalog(plugins);
        Map<String, List<Map<String, Object>>> lists = new LinkedHashMap<>();
        if (wanted(Kind.STRATEGIES)) {
            lists.put(
                    "strategies",
                    catalog.strategies().stream().map(s -> describe(s, catalog)).toList());
        }
        if (wanted(Kind.WORKLOADS)) {
            lists.put(
                    "workloads",
                    catalog.workloads().stream().map(ListCommand::describe).toList());
        }
        if (wanted(Kind.EXPERIMENTS)) {
            lists.put(
                    "experiments",
                    catalog.experiments().stream().map(ListCommand::describe).toList());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            lists.put(
                    "refused",
                    catalog.refusals().stream().map(ListCommand::describe).toList());
            out.println(json(lists));
        } else {
            Screen screen = Terminal.screen();
            lists.forEach((title, items) -> print(out, title, items, screen));
        }
        out.flush();
        catalog.refusals().forEach(refusal -> Main.complain(spec.commandLine(), refusal.line()));
        List<String> libraries =
                plugins.map(directory -> Plugins.libraries(directory, catalog)).orElse(List.of());
        if (!libraries.isEmpty()) {
            String names = Printable.line(String.join(", ", libraries));
            Main.complain(
                    spec.commandLine(),
                    "note: " + names
                            + (libraries.size() == 1
                                    ? " brings nothing itself; a library?"
                                    : " bring nothing themselves; libraries?"));
        }
        Plugins.kernelLibraries(plugins)
                .forEach(
                        library -> Main.complain(
                                spec.commandLine(),
                                "note: " + Printable.line(library.toString())
                                        + " is taken for a library of kernels; a fork loads it, and run kernel --set name=NAME runs one"));
        return catalog.refusals().isEmpty() ? Main.DONE : Main.WRONG_USE;
    }

    private boolean wanted(Kind candidate) {
        return kind.isEmpty() || kind.get() == candidate;
    }

    private static Map<String, Object> describe(Strategy strategy, Catalog catalog) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", strategy.name());
        entry.put("description", strategy.description());
        entry.put("family", strategy.family().title());
        entry.put("label", strategy.approach().name().toLowerCase(Locale.ROOT));
        entry.put("options", parameters(strategy.options()));
        entry.put(
                "variants",
                strategy.variants(Runtime.getRuntime().availableProcessors()).stream()
                        .map(variant -> describe(variant, strategy))
                        .toList());
        reason(strategy.availability(org.interleave.core.Parameters.defaults(strategy.options())))
                .ifPresent(reason -> entry.put("unavailable", reason));
        List<String> refused = new ArrayList<>();
        for (Workload<?> workload : catalog.workloads()) {
            reason(strategy.supports(workload)).ifPresent(reason -> refused.add(workload.name() + ": " + reason));
        }
        entry.put("cannot_run", refused);
        return entry;
    }

    private static String describe(StrategyVariant variant, Strategy strategy) {
        return variant.label(strategy.name()) + ": "
                + new TreeMap<>(variant.options())
                        .entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(" "));
    }

    private static Optional<String> reason(Availability availability) {
        return availability instanceof Availability.Unavailable unavailable
                ? Optional.of(unavailable.reason())
                : Optional.empty();
    }

    private static Map<String, Object> describe(Workload<?> workload) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", workload.name());
        entry.put("description", workload.description());
        entry.put("parameters", parameters(workload.parameters()));
        return entry;
    }

    private static Map<String, Object> describe(Experiment experiment) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", experiment.name());
        entry.put("description", experiment.question());
        entry.put(
                "runs",
                experiment.contenders(Preset.QUICK).stream()
                        .map(Contender::workload)
                        .distinct()
                        .toList());
        entry.put("claims", experiment.claims().stream().map(Claim::statement).toList());
        return entry;
    }

    private static Map<String, Object> describe(Refusal refusal) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("kind", refusal.kind());
        refusal.name().ifPresent(name -> entry.put("name", name));
        refusal.type().ifPresent(type -> entry.put("class", type));
        entry.put("origin", refusal.origin());
        entry.put("reason", refusal.reason());
        return entry;
    }

    private static List<String> parameters(List<Parameter<?>> parameters) {
        return parameters.stream().map(ListCommand::describe).toList();
    }

    private static <T> String describe(Parameter<T> parameter) {
        String quick = parameter.format(parameter.defaultValue(Preset.QUICK));
        String full = parameter.format(parameter.defaultValue(Preset.FULL));
        String defaults = quick.equals(full) ? quick : quick + ", " + full + " with --preset full";
        return parameter.name() + "=" + defaults + ": " + parameter.description() + ", " + parameter.allowed();
    }

    /** What the encoding lacks is escaped: in JSON a sign is not another one. */
    private static String json(Map<String, List<Map<String, Object>>> lists) {
        JsonMapper mapper = JsonMapper.builder()
                .configure(
                        JsonWriteFeature.ESCAPE_NON_ASCII,
                        !Terminal.screen().glyphs().areAll())
                .build();
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(lists);
    }

    private static void print(PrintWriter out, String title, List<Map<String, Object>> items, Screen screen) {
        out.println(title.toUpperCase(Locale.ROOT));
        for (Map<String, Object> item : items) {
            screen.wrap("  " + item.get("name") + ": " + item.get("description"), 6)
                    .forEach(out::println);
            item.forEach((key, value) -> {
                switch (key) {
                    case "name", "description" -> {}
                    default -> printDetail(out, key.replace('_', ' '), value, screen);
                }
            });
        }
        out.println();
    }

    private static void printDetail(PrintWriter out, String key, Object value, Screen screen) {
        List<?> values = value instanceof List<?> list ? list : List.of(value);
        values.forEach(line -> screen.wrap("      " + key + ": " + line, 10).forEach(out::println));
    }
}
