package org.interleave.workbench.advise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.workbench.measure.ForkAllocation;
import org.interleave.workbench.measure.Measurement;
import org.interleave.workbench.measure.Reporter;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;

/**
 * A race of contenders on the same requests. Each gets one fork, in a random order that the seed decides; then forks are dealt
 * to those that an {@link Elimination} leaves, up to so many for each before every look. The first look comes when only the
 * foremost have a second fork: how forks differ is known by then from these, which is enough to tell who is far behind.
 */
public final class Race implements ForkAllocation {

    /** How many of the foremost have a second fork at the first look. */
    private static final int FOREMOST = 5;

    /** The forks that each contender that is left has at the looks after the first. */
    private static final List<Integer> FORKS = List.of(2, 3, 4, 6);

    private static final double MOST_REFUSED = 0.001;

    private final Reporter reporter;
    private final String measure;
    private final Duration time;
    private final Duration most;
    private final Map<String, Configuration> configurations = new LinkedHashMap<>();
    private final Set<String> foremost = new TreeSet<>();
    private final Elimination elimination;
    private int stage;
    private int seen;

    /**
     * A race that begins.
     *
     * @param measure what they race by
     * @param time how long forks may run all together
     * @param most the same until the first look, without which there is no answer
     */
    public Race(RunOrder order, String measure, Duration time, Duration most) {
        reporter = new Reporter(order);
        this.measure = measure;
        this.time = time;
        this.most = most;
        List<Plan.Entry> entries = new ArrayList<>(order.plan().entries());
        Collections.shuffle(entries, new Random(order.header().seed()));
        for (Plan.Entry entry : entries) {
            configurations.put(entry.label(), entry.configuration());
        }
        elimination = new Elimination(configurations.keySet(), Elimination.INDIFFERENT);
    }

    /** Those that have not been dropped, by their labels. */
    public Set<String> left() {
        return elimination.left();
    }

    @Override
    public Optional<Configuration> next(Measurement measurement) {
        Optional<Configuration> unmeasured = configurations.values().stream()
                .filter(configuration -> measurement.forks(configuration) == 0 && !measurement.failed(configuration))
                .findFirst();
        if (unmeasured.isPresent() && measurement.spent().compareTo(most) < 0) {
            return unmeasured;
        }
        List<Row> rows = reporter.report(measurement).rows();
        Map<String, Series> measured = measured(rows, measure);
        while (!elimination.isOver() && stage <= FORKS.size()) {
            boolean inTime = measurement.spent().compareTo(stage == 0 ? most : time) < 0;
            Optional<String> next = inTime ? behind(measured) : Optional.empty();
            if (next.isPresent()) {
                return next.map(label -> Objects.requireNonNull(configurations.get(label), label));
            }
            look(measured);
            stage = inTime ? stage + 1 : Integer.MAX_VALUE;
        }
        return Optional.empty();
    }

    /** If there is something new to see. */
    private void look(Map<String, Series> measured) {
        int forks = measured.values().stream()
                .mapToInt(series -> series.forks().size())
                .sum();
        if (forks > seen) {
            seen = forks;
            elimination.look(measured);
        }
    }

    /** Looks at what there is, if an interrupt came before it was looked. */
    public void finish(List<Row> rows) {
        if (elimination.looks() == 0) {
            look(measured(rows, measure));
        }
    }

    /** Of those that lack forks, the foremost of those that lack most. */
    private Optional<String> behind(Map<String, Series> measured) {
        List<String> ranking = Elimination.ranking(elimination.left(), measured);
        if (stage == 0 && foremost.isEmpty()) {
            ranking.stream().limit(FOREMOST).forEach(foremost::add);
        }
        return ranking.stream()
                .filter(label -> forks(measured, label) < wanted(label))
                .min(Comparator.comparingInt(label -> forks(measured, label)));
    }

    private int wanted(String label) {
        if (stage == 0) {
            return foremost.contains(label) ? 2 : 1;
        }
        return FORKS.get(stage - 1);
    }

    private static int forks(Map<String, Series> measured, String label) {
        return Objects.requireNonNull(measured.get(label), label).forks().size();
    }

    /** The measure of the rows that have it, by label: of those that served all requests rightly. */
    static Map<String, Series> measured(List<Row> rows, String measure) {
        Map<String, Series> measured = new HashMap<>();
        rows.stream()
                .filter(row -> row.valid() && !isOverrun(row))
                .forEach(row -> row.measure(measure).ifPresent(series -> measured.put(row.label(), series)));
        return measured;
    }

    /** Whether it had to refuse requests. */
    static boolean isOverrun(Row row) {
        return refusedShare(row) > MOST_REFUSED;
    }

    /** The part of all requests that it refused. */
    static double refusedShare(Row row) {
        double refused = sum(row, Mix.REFUSED);
        double due = sum(row, Mix.REQUESTS_DUE);
        return due == 0 ? 0 : refused / due;
    }

    private static double sum(Row row, String measure) {
        return row.measure(measure).stream()
                .flatMap(series -> series.samples().stream())
                .mapToDouble(Double::doubleValue)
                .sum();
    }
}
