package org.interleave.workbench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.workbench.advise.ProfileReader;
import org.interleave.workbench.advise.RequestProfile;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.measure.ResumedRun;
import org.interleave.workbench.report.Destination;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that says which strategy to choose for a team's own requests. */
@Command(
        name = "advise",
        description = {
            "Says which strategies to choose from for requests like yours.",
            "Nothing is predicted: the workload mix runs your profile under every strategy that can, those that are worse"
                    + " than the best are dropped, and what is left cannot be told apart. Then each share is changed by three"
                    + " tenths, to see what that does to the answer. In five minutes, or --time."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {
            "",
            "Exit status: 0 there is an answer, 1 it cannot be told, 2 wrong use.",
            "",
            "Examples:",
            "  interleave advise --share wait=70,compute=30 --wait 20ms --for p99",
            "  interleave advise service.profile --rate 500 --for memory",
            "",
            "A profile in a file has lines such as wait = 20ms, with the names of these",
            "options."
        })
final class AdviseCommand implements Callable<Integer> {

    private static final Parameter<Duration> TIME = Parameter.duration(
            "--time",
            "how long all of it may take",
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            Duration.ofDays(1));

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A profile; what is said by options counts instead of its lines.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--share",
            paramLabel = "STEP=PERCENT,...",
            description = "What part of all steps is compute, wait, blocking (a call that blocks its thread), native,"
                    + " message (to another task, and its answer) or cell (an addition to a number that all share).")
    private Optional<String> share = Optional.empty();

    @Option(
            names = "--compute",
            paramLabel = "TIME",
            description = "How long a step computes, on average, such as 2ms (default: 500us).")
    private Optional<String> compute = Optional.empty();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            description = "How long a step waits, as for another service, on average (default: 5ms).")
    private Optional<String> wait = Optional.empty();

    @Option(
            names = "--blocking",
            paramLabel = "TIME",
            description = "How long a call blocks its thread, on average (default: 5ms).")
    private Optional<String> blocking = Optional.empty();

    @Option(
            names = "--native",
            paramLabel = "TIME",
            description = "How long a step computes in native code, on average (default: 500us).")
    private Optional<String> nativeLength = Optional.empty();

    @Option(
            names = "--native-lock",
            paramLabel = "held|released",
            description = "What native code does meanwhile with the lock of its strategy (default: held).")
    private Optional<String> nativeLock = Optional.empty();

    @Option(names = "--steps", paramLabel = "N", description = "How many steps a request has (default: 5).")
    private Optional<String> steps = Optional.empty();

    @Option(
            names = "--spread",
            paramLabel = "X",
            description = "The standard deviation of lengths by their mean (default: 0.5).")
    private Optional<String> spread = Optional.empty();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description =
                    "How many requests are served at once: always so many, or with --rate at most (default: 100, or"
                            + " what the rate takes).")
    private Optional<String> inFlight = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Requests per second, whether others are answered or not (default: an answer brings the next"
                    + " request).")
    private Optional<String> rate = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "throughput|p99|memory|isolation",
            description = "What you want first (default: throughput; with --rate p99).")
    private Optional<String> criterion = Optional.empty();

    @Option(
            names = "--cores",
            paramLabel = "N",
            description =
                    "The processors of the machine that you ask about (default: as this one). With more than there"
                            + " are here it cannot be told.")
    private Optional<String> cores = Optional.empty();

    @Option(
            names = "--all",
            description = "Also strategies that one would rather study than choose, such as the older locks.")
    private boolean all;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Sets an option of strategies, such as akka.timer-tick=1ms. \"interleave list\" shows them all. May be given"
                            + " several times.")
    private List<String> settings = List.of();

    @Option(names = "--time", paramLabel = "TIME", description = "How long all of it may take (default: 5min).")
    private Optional<String> time = Optional.empty();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Where to write the advice as JSON; - is standard output. What was measured goes to results/.")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--force", description = "Replace the file of --json if it is there.")
    private boolean force;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description = "Go on with the race of advice that was ended: its journal, with the same other words.")
    private Optional<Path> resume = Optional.empty();

    @Mixin
    private SessionOptions options = new SessionOptions();

    @Override
    public Integer call() {
        RequestProfile profile = ProfileReader.read(said(), file);
        Duration most = TIME.parse(time.orElse("5min"), "advise");
        Optional<ResumedRun> resumed = resume.map(ResumedRun::of);
        resumed.ifPresent(run -> options.seed()
                .ifPresent(
                        number -> run.checkFits("--seed", number, run.header().seed())));
        Optional<Destination> advice = json.map(where -> Destination.named("--json", where, force));
        return new AdviceSession(options, profile, all, strategySettings(), most, resumed, advice).run();
    }

    /** @throws InvalidInputException if one is of the requests, which the profile says */
    private Map<String, String> strategySettings() {
        Map<String, String> set = Arguments.settings(settings);
        List<String> ofRequests =
                new Mix().parameters().stream().map(Parameter::name).toList();
        for (String key : set.keySet()) {
            if (ofRequests.contains(key) || key.startsWith(Mix.NAME + ".")) {
                throw new InvalidInputException("--set " + key + " is of the requests, which the options of advise say;"
                        + " --set sets options of strategies, such as akka.timer-tick=1ms");
            }
        }
        return set;
    }

    private Map<String, String> said() {
        Map<String, String> said = new LinkedHashMap<>();
        share.ifPresent(text -> said.put(ProfileReader.SHARE, text));
        compute.ifPresent(text -> said.put("compute", text));
        wait.ifPresent(text -> said.put("wait", text));
        blocking.ifPresent(text -> said.put("blocking", text));
        nativeLength.ifPresent(text -> said.put("native", text));
        nativeLock.ifPresent(text -> said.put("native-lock", text));
        steps.ifPresent(text -> said.put("steps", text));
        spread.ifPresent(text -> said.put("spread", text));
        inFlight.ifPresent(text -> said.put("in-flight", text));
        rate.ifPresent(text -> said.put("rate", text));
        criterion.ifPresent(text -> said.put(ProfileReader.FOR, text));
        cores.ifPresent(text -> said.put(ProfileReader.CORES, text));
        return said;
    }
}
