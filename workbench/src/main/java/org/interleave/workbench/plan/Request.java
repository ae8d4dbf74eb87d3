package org.interleave.workbench.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.Preset;

/**
 * A request: what the user asked to run.
 *
 * @param names experiments and workloads, none for the suite
 * @param preset which defaults
 * @param all of the suite every strategy and variant that can run, not only those that one would choose between
 * @param strategies only these, none for all
 * @param settings parameters and options, by name, perhaps qualified as in {@code giant-lock-timed.switch-interval}
 * @param cpus the processors to use
 * @param forks how many JVMs measure each contender, at least 1; empty for as many as the preset says
 * @param baseline the strategy or label that ratios are to; empty for the default
 * @param time how long forks may run all together, when those that claims need are dealt; empty for what the preset says
 * @param twins if everything is measured twice, for an A/A test
 * @param against the directory of another build, if everything is measured by that build too
 * @param handicap more work for one strategy, to test comparisons
 */
public record Request(
        List<String> names,
        Preset preset,
        boolean all,
        List<String> strategies,
        Map<String, String> settings,
        List<Integer> cpus,
        Optional<Integer> forks,
        Optional<String> baseline,
        Optional<Duration> time,
        Optional<Twins> twins,
        Optional<String> against,
        Optional<Handicap> handicap) {

    public Request {
        names = List.copyOf(names);
        strategies = List.copyOf(strategies);
        settings = Map.copyOf(settings);
        cpus = List.copyOf(cpus);
    }

    /** A request that leaves to the preset what can be left. */
    public static Request of(List<String> names, Preset preset, List<Integer> cpus) {
        return new Request(
                names,
                preset,
                false,
                List.of(),
                Map.of(),
                cpus,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same of these strategies only. */
    public Request withStrategies(List<String> only) {
        return new Request(names, preset, all, only, settings, cpus, forks, baseline, time, twins, against, handicap);
    }

    /** The same with these settings. */
    public Request withSettings(Map<String, String> set) {
        return new Request(names, preset, all, strategies, set, cpus, forks, baseline, time, twins, against, handicap);
    }

    /** The same of every strategy and variant, or of those only that one would choose between. */
    public Request withAll(boolean every) {
        return new Request(
                names, preset, every, strategies, settings, cpus, forks, baseline, time, twins, against, handicap);
    }

    /** The same in so many forks, if that is said. */
    public Request withForks(Optional<Integer> number) {
        return new Request(
                names, preset, all, strategies, settings, cpus, number, baseline, time, twins, against, handicap);
    }

    /** The same with ratios to this, if that is said. */
    public Request withBaseline(Optional<String> name) {
        return new Request(names, preset, all, strategies, settings, cpus, forks, name, time, twins, against, handicap);
    }

    /** The same in so long a time, if that is said. */
    public Request withTime(Optional<Duration> most) {
        return new Request(
                names, preset, all, strategies, settings, cpus, forks, baseline, most, twins, against, handicap);
    }

    /** The same with everything measured twice. */
    public Request withTwins(Twins aAndB) {
        return new Request(
                names,
                preset,
                all,
                strategies,
                settings,
                cpus,
                forks,
                baseline,
                time,
                Optional.of(aAndB),
                against,
                handicap);
    }

    /** The same with everything measured by another build too. */
    public Request withAgainst(String directory) {
        return new Request(
                names,
                preset,
                all,
                strategies,
                settings,
                cpus,
                forks,
                baseline,
                time,
                twins,
                Optional.of(directory),
                handicap);
    }

    /** The same with more work for one strategy, if that is said. */
    public Request withHandicap(Optional<Handicap> more) {
        return new Request(names, preset, all, strategies, settings, cpus, forks, baseline, time, twins, against, more);
    }
}
