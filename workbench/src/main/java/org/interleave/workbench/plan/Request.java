package org.interleave.workbench.plan;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
 * @param sweep if everything is measured at several values of one thing
 * @param suite a team's suite, which is run instead of names
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
        Optional<Handicap> handicap,
        Optional<Sweep> sweep,
        Optional<TeamSuite> suite) {

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
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same of these names. */
    Request withNames(List<String> others) {
        return with(copy -> copy.names = others);
    }

    /** The same of these strategies only. */
    public Request withStrategies(List<String> only) {
        return with(copy -> copy.strategies = only);
    }

    /** The same with these settings. */
    public Request withSettings(Map<String, String> set) {
        return with(copy -> copy.settings = set);
    }

    /** The same of every strategy and variant, or of those only that one would choose between. */
    public Request withAll(boolean every) {
        return with(copy -> copy.all = every);
    }

    /** The same in so many forks, if that is said. */
    public Request withForks(Optional<Integer> number) {
        return with(copy -> copy.forks = number);
    }

    /** The same with ratios to this, if that is said. */
    public Request withBaseline(Optional<String> name) {
        return with(copy -> copy.baseline = name);
    }

    /** The same in so long a time, if that is said. */
    public Request withTime(Optional<Duration> most) {
        return with(copy -> copy.time = most);
    }

    /** The same with everything measured twice. */
    public Request withTwins(Twins aAndB) {
        return with(copy -> copy.twins = Optional.of(aAndB));
    }

    /** The same with everything measured by another build too. */
    public Request withAgainst(String directory) {
        return with(copy -> copy.against = Optional.of(directory));
    }

    /** The same with more work for one strategy, if that is said. */
    public Request withHandicap(Optional<Handicap> more) {
        return with(copy -> copy.handicap = more);
    }

    /** The same at several values of one thing, if that is said. */
    public Request withSweep(Optional<Sweep> values) {
        return with(copy -> copy.sweep = values);
    }

    /** The same of a team's suite, by its own preset. */
    public Request withSuite(TeamSuite teams, Preset itsPreset) {
        return with(copy -> {
            copy.preset = itsPreset;
            copy.suite = Optional.of(teams);
        });
    }

    private Request with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.request();
    }

    /** Whether the suite of this program is asked for. */
    boolean ofOwnSuite() {
        return names.isEmpty() && suite.isEmpty();
    }

    /** A copy on its way to being another request. */
    private static final class Copy {

        private List<String> names;
        private Preset preset;
        private boolean all;
        private List<String> strategies;
        private Map<String, String> settings;
        private List<Integer> cpus;
        private Optional<Integer> forks;
        private Optional<String> baseline;
        private Optional<Duration> time;
        private Optional<Twins> twins;
        private Optional<String> against;
        private Optional<Handicap> handicap;
        private Optional<Sweep> sweep;
        private Optional<TeamSuite> suite;

        Copy(Request request) {
            names = request.names;
            preset = request.preset;
            all = request.all;
            strategies = request.strategies;
            settings = request.settings;
            cpus = request.cpus;
            forks = request.forks;
            baseline = request.baseline;
            time = request.time;
            twins = request.twins;
            against = request.against;
            handicap = request.handicap;
            sweep = request.sweep;
            suite = request.suite;
        }

        Request request() {
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
                    against,
                    handicap,
                    sweep,
                    suite);
        }
    }
}
