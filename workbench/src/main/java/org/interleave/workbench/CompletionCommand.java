package org.interleave.workbench;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.interleave.core.Experiment;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.machine.Build;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command that writes a script by which a shell completes the program's commands, options and names. */
@Command(
        name = "completion",
        description = {
            "Prints a script by which bash or zsh completes commands, options and names.",
            "With it, the tab key completes the names of strategies, workloads and experiments too."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        footer = {
            "",
            "For this shell:",
            "  source <(./interleave completion)",
            "For every shell to come, add that line to ~/.bashrc, with the path of interleave in full."
        })
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandSpec program = spec.root();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(program.name(), program.commandLine()) + "\n");
        out.flush();
        return Main.DONE;
    }

    /** The names of the built-in strategies. */
    static final class Strategies implements Iterable<String> {

        /** Made by picocli. */
        Strategies() {}

        @Override
        public Iterator<String> iterator() {
            return builtIn().strategies().stream().map(Strategy::name).iterator();
        }
    }

    /** The names of the built-in workloads. */
    static final class Workloads implements Iterable<String> {

        /** Made by picocli. */
        Workloads() {}

        @Override
        public Iterator<String> iterator() {
            return builtIn().workloads().stream().map(Workload::name).iterator();
        }
    }

    /** The names of the built-in experiments and workloads. */
    static final class Runnables implements Iterable<String> {

        /** Made by picocli. */
        Runnables() {}

        @Override
        public Iterator<String> iterator() {
            Catalog catalog = builtIn();
            List<String> experiments =
                    catalog.experiments().stream().map(Experiment::name).toList();
            return Stream.concat(
                            experiments.stream(), catalog.workloads().stream().map(Workload::name))
                    .distinct()
                    .iterator();
        }
    }

    private static Catalog builtIn() {
        return Catalog.load(CompletionCommand.class.getClassLoader());
    }
}
