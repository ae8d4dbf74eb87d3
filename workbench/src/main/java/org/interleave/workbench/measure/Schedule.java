package org.interleave.workbench.measure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;

/**
 * The forks that a measurement still has to run, and how long they will take. Before the first has ended that is what is
 * expected of them; then a configuration takes as long as its own forks took, and one that has yet to run what is expected of it,
 * longer or shorter by as much as the others were. Thread-safe.
 */
public final class Schedule {

    private final Map<Configuration, Item> items = new LinkedHashMap<>();
    private long startedNanos;
    private Duration current = Duration.ZERO;
    private int done;

    private static final class Item {

        private final double expectedMillis;
        private int left;
        private int done;
        private double tookMillis;

        Item(Duration expected, int left) {
            expectedMillis = Math.max(1, expected.toMillis());
            this.left = left;
        }
    }

    /** So many forks of each configuration. */
    Schedule(List<Configuration> configurations, Function<Configuration, Duration> expected, int each) {
        configurations.forEach(
                configuration -> items.put(configuration, new Item(expected.apply(configuration), each)));
    }

    /** All forks of a plan. */
    public static Schedule of(Plan plan, Catalog catalog) {
        return new Schedule(
                plan.configurations(),
                configuration -> ForkCost.of(catalog, configuration, plan.repetitions()),
                plan.repetitions().forks());
    }

    /** So many runs of one configuration. */
    public static Schedule of(Configuration configuration, int runs, Duration expected) {
        return new Schedule(List.of(configuration), any -> expected, runs);
    }

    /** One begins now. */
    public synchronized void begin(Configuration configuration) {
        startedNanos = System.nanoTime();
        current = Duration.ofMillis((long) millisOfNext(item(configuration)));
    }

    /** One ended, and took this long. */
    public synchronized void end(Configuration configuration, long millis) {
        Item item = item(configuration);
        item.left--;
        item.done++;
        item.tookMillis += millis;
        done++;
        current = Duration.ZERO;
    }

    /** One is not run after all. */
    public synchronized void skip(Configuration configuration) {
        item(configuration).left--;
    }

    /** One more is to be run. */
    public synchronized void extend(Configuration configuration) {
        item(configuration).left++;
    }

    /** The number of forks that ended. */
    public synchronized int done() {
        return done;
    }

    /** The number of forks, those that ended included. */
    public synchronized int total() {
        return done + items.values().stream().mapToInt(item -> item.left).sum();
    }

    /** The time that the rest will take, as far as it can be told now. */
    public synchronized Duration timeLeft() {
        double millis = items.values().stream()
                .mapToDouble(item -> item.left * millisOfNext(item))
                .sum();
        Duration gone = Duration.ofNanos(System.nanoTime() - startedNanos);
        Duration ofCurrent = gone.compareTo(current) < 0 ? gone : current;
        Duration left = Duration.ofMillis((long) millis).minus(ofCurrent);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private double millisOfNext(Item item) {
        return item.done > 0 ? item.tookMillis / item.done : item.expectedMillis * slowness();
    }

    /**
     * How much longer forks took than was expected: the geometric mean, since a guess from sizes may be wrong by orders of magnitude,
     * and one of a second must count as much as one of an hour.
     */
    private double slowness() {
        double logs = items.values().stream()
                .filter(item -> item.done > 0)
                .mapToDouble(
                        item -> item.done * Math.log(Math.max(1, item.tookMillis / item.done) / item.expectedMillis))
                .sum();
        return done == 0 ? 1 : Math.exp(logs / done);
    }

    private Item item(Configuration configuration) {
        return Objects.requireNonNull(items.get(configuration), configuration::title);
    }

    /** A time for people: {@code 95 s}, {@code 12 min} or {@code 3 h 5 min}. */
    public static String text(Duration time) {
        long seconds = Math.round(time.toMillis() / 1000.0);
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = Math.round(seconds / 60.0);
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
