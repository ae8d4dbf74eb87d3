package org.interleave.workbench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Printable;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.init.KernelTemplate;
import org.interleave.workbench.init.ProjectTemplate;
import org.interleave.workbench.init.Template;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.plan.Plugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that makes the beginning of a plug-in. */
@Command(
        name = "init",
        description = {
            "Makes the beginning of a plug-in: a directory with source that builds and runs as it stands.",
            "A workload, a strategy, an experiment or a policy of the giant lock is a Maven project with a class and a test,"
                    + " which is the contract of such classes. A kernel is a C function that strategies of native code call,"
                    + " with the giant lock kept or released."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {"", "Examples:", "  interleave init workload json-docs", "  interleave init kernel checksum"})
final class InitCommand implements Callable<Integer> {

    /** What can be begun. */
    enum Kind {
        WORKLOAD,
        STRATEGY,
        EXPERIMENT,
        POLICY,
        KERNEL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "What it is to be: workload, strategy, experiment, policy or kernel.")
    private Kind kind = Kind.KERNEL;

    @Parameters(
            index = "1",
            paramLabel = "NAME",
            description = "Its name, and that of the new directory: small letters, digits and hyphens.")
    private String name = "";

    @Option(
            names = "--in",
            paramLabel = "DIR",
            description = "Where the new directory is made (default: the present directory).")
    private Path parent = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Template template =
                switch (kind) {
                    case WORKLOAD -> project(ProjectTemplate.Kind.WORKLOAD);
                    case STRATEGY -> project(ProjectTemplate.Kind.STRATEGY);
                    case EXPERIMENT -> project(ProjectTemplate.Kind.EXPERIMENT);
                    case POLICY -> project(ProjectTemplate.Kind.POLICY);
                    case KERNEL -> new KernelTemplate(name);
                };
        List<Path> files = template.write(parent);
        PrintWriter out = spec.commandLine().getOut();
        files.forEach(file -> out.println(Printable.line(file.toString())));
        out.println();
        out.println("Build and run it in " + Printable.line(parent.resolve(name).toString()) + ":");
        template.commands().forEach(command -> out.println("  " + command));
        out.flush();
        return Main.DONE;
    }

    /** What is called like something of ours would be refused later. */
    private ProjectTemplate project(ProjectTemplate.Kind ofProject) {
        Catalog ours = Plugins.catalog(Optional.empty());
        boolean taken = Stream.of(
                        ours.strategies().stream().map(Strategy::name),
                        ours.workloads().stream().map(Workload::name),
                        ours.experiments().stream().map(Experiment::name),
                        Stream.of(Experiment.SUITE))
                .flatMap(names -> names)
                .anyMatch(name::equals);
        if (taken) {
            throw new InvalidInputException("'" + name + "' is the name of something built in: give it another");
        }
        return new ProjectTemplate(ofProject, name);
    }
}
