package org.interleave.workbench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Printable;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.TeamSuite;
import org.interleave.workbench.suite.SuiteFile;
import org.interleave.workbench.suite.SuiteSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that checks suite files, or prints their schema for editors. */
@Command(
        name = "suite",
        description = {
            "Checks suite files, and runs nothing.",
            "Every mistake is a line: file:line:column: what is wrong, and what is allowed."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  interleave suite checkout.yaml",
            "  interleave suite --schema > suite.schema.json",
            "  interleave run --suite checkout.yaml"
        })
final class SuiteCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Suite files, in YAML.")
    private List<Path> files = List.of();

    @Option(names = "--schema", description = "Print the JSON Schema of suite files instead.")
    private boolean schema;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Know the strategies and workloads in the jars of this directory too.")
    private Optional<String> plugins = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (schema != files.isEmpty()) {
            throw new InvalidInputException("suite takes files to check, or --schema");
        }
        if (schema) {
            out.print(SuiteSchema.render());
            out.flush();
            return Main.DONE;
        }
        Catalog catalog = Plugins.catalog(plugins);
        Main.warn(spec.commandLine(), catalog.refusals());
        for (Path file : files) {
            TeamSuite suite = SuiteFile.read(file, catalog).suite();
            out.println(Printable.line(file + ": suite " + suite.name() + ", "
                    + count(suite.workloads(), "workload", "workloads") + " under "
                    + count(suite.entrants(), "strategy", "strategies") + ", "
                    + count(suite.claims(), "claim", "claims")
                    + suite.gate().map(gate -> ", a gate").orElse("")));
        }
        out.flush();
        return Main.DONE;
    }

    private static String count(List<?> things, String one, String many) {
        return things.size() + " " + (things.size() == 1 ? one : many);
    }
}
