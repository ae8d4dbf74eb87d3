package org.interleave.workbench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.plan.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that measures the same work on one processor, two, and so on, to tell how it scales. */
@Command(
        name = "scale",
        description = {
            "Measures workloads on one processor, two, and so on up to all, and tells how they scale.",
            "On two processors that is the speed-up and the serial share, with their intervals. From six numbers of"
                    + " processors on a law is fitted too, Amdahl's or the Universal Scalability Law, whichever explains more;"
                    + " nothing is predicted beyond twice the processors that were measured."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  interleave scale countdown",
            "  interleave scale hash --strategies threads,processes --forks 6 --json scale.json",
            "  interleave scale countdown --cpus 0,2,4,6"
        })
final class ScaleCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "WORKLOAD",
            completionCandidates = CompletionCommand.Workloads.class,
            description =
                    "What is measured, by name or by a pattern, under the strategies that one would choose between.")
    private List<String> workloads = List.of();

    @Option(names = "--all", description = "Also the strategies and variants that one would hardly choose.")
    private boolean all;

    @Mixin
    private MeasuringOptions options = new MeasuringOptions();

    @Mixin
    private ReportOptions forms = new ReportOptions();

    @Override
    public Integer call() {
        if (!LibC.AVAILABLE) {
            throw new InvalidInputException("scale works on Linux only, where a fork can be confined to processors");
        }
        Request request = options.request(workloads).withAll(all);
        int processors = request.cpus().size();
        if (processors < 2) {
            throw new InvalidInputException("scale takes two processors or more, and may use one: "
                    + request.cpus().getFirst());
        }
        return new RunLauncher(options, Optional.of(forms))
                .begin(request.withSweep(Optional.of(Sweep.ofProcessors(processors))));
    }
}
