package org.interleave.workbench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.interleave.core.Printable;
import org.interleave.workbench.init.KernelTemplate;
import org.interleave.workbench.machine.Build;
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
            "A kernel is a C function that strategies of native code call, with the giant lock kept or released."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {"", "Example:", "  interleave init kernel checksum"})
final class InitCommand implements Callable<Integer> {

    /** What can be begun. */
    enum Kind {
        KERNEL;

        @Override
        public String toString() {
            return "kernel";
        }
    }

    @Parameters(index = "0", paramLabel = "kernel", description = "What it is to be.")
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
        KernelTemplate template =
                switch (kind) {
                    case KERNEL -> new KernelTemplate(name);
                };
        List<Path> files = template.write(parent);
        PrintWriter out = spec.commandLine().getOut();
        files.forEach(file -> out.println(Printable.line(file.toString())));
        out.println();
        out.println("Build and run it in " + Printable.line(parent.resolve(name).toString()) + ":");
        out.println("  " + template.build());
        out.println("  " + template.run());
        out.flush();
        return Main.DONE;
    }
}
