package org.interleave.workbench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.interleave.core.Parameter;
import org.interleave.workbench.check.Finding;
import org.interleave.workbench.check.PluginCheck;
import org.interleave.workbench.machine.Build;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that checks plug-ins before they are used. */
@Command(
        name = "check",
        description = {
            "Checks plug-ins: their files, and what they bring against the contract of such classes.",
            "Each check is a line: ok, FAIL with what is wrong, or skip with the reason. Nothing is measured."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {"", "Exit status: 0 if nothing is wrong, 1 if something is, 2 if there is nothing to check."})
final class CheckCommand implements Callable<Integer> {

    private static final Parameter<Duration> PATIENCE = Parameter.duration(
            "patience",
            "how long one check may take",
            Duration.ofMinutes(4),
            Duration.ofMinutes(4),
            Duration.ofSeconds(1),
            Duration.ofHours(1));

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "A directory of plug-ins, or one plug-in: a directory of jars, or a jar.")
    private String place = "";

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            description = "How long one check may take, such as 30s (default: 240s): code that never returns is named.")
    private String patience = "240s";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        int[] found = new int[Finding.Result.values().length];
        new PluginCheck(place, PATIENCE.parse(patience, "check"), finding -> {
                    found[finding.result().ordinal()]++;
                    Terminal.screen().wrap(finding.line(), "FAIL  ".length()).forEach(out::println);
                    out.flush();
                })
                .run();
        int failed = found[Finding.Result.FAILED.ordinal()];
        out.println();
        out.println(failed + " of " + (failed + found[Finding.Result.OK.ordinal()]) + " checks failed, "
                + found[Finding.Result.SKIPPED.ordinal()] + " skipped");
        out.flush();
        return failed == 0 ? Main.DONE : Main.CLAIM_REFUTED;
    }
}
