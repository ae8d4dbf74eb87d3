package org.interleave.workbench.advise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.LatencyMetric;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.workbench.measure.Reporter;
import org.interleave.workbench.report.Doubts;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Skipped;
import org.interleave.workbench.report.Spread;

/** An adviser, who makes of what was measured the advice on a profile. */
public final class Adviser {

    /** How many of the foremost are measured on other shares too. */
    private static final int FINALISTS = 3;

    private final RequestProfile profile;
    private final Predicate<Row> isolates;

    /**
     * An adviser.
     *
     * @param isolates whether the strategy of a row loses a task that ends its process alone
     */
    public Adviser(RequestProfile profile, Predicate<Row> isolates) {
        this.profile = profile;
        this.isolates = isolates;
    }

    /**
     * The reason why nothing that is measured here tells it, if there is one.
     *
     * @param processors of this machine that may be used
     */
    public Optional<Advice> cannotTell(int processors) {
        OptionalInt cores = profile.cores();
        return cores.isEmpty() || cores.getAsInt() <= processors
                ? Optional.empty()
                : Optional.of(Advice.cannotTell(
                        profile,
                        "you ask about a machine of " + cores.getAsInt() + " processors, and this one has " + processors
                                + ": which strategies use more of them, and which wait for each other then, does not show on"
                                + " fewer. Run the same command there."));
    }

    /**
     * The labels of those that are to be measured on other shares too: what would be chosen first; nobody where that
     * cannot be told.
     *
     * @param left what the race left
     */
    public List<String> finalists(Report race, Set<String> left) {
        Advice advice = advice(race, left, List.of(), List.of());
        if (!advice.isTold()) {
            return List.of();
        }
        return Stream.of(
                        advice.choice().stream(),
                        advice.runnerUp().stream(),
                        advice.contenders().stream()
                                .filter(contender -> contender.ratio().isPresent()))
                .flatMap(contenders -> contenders)
                .filter(contender -> contender.value().isPresent())
                .map(Contender::label)
                .distinct()
                .limit(FINALISTS)
                .toList();
    }

    /**
     * The advice.
     *
     * @param race what was measured on the profile
     * @param left what the race left, by label
     * @param others what was measured on its neighbours
     */
    public Advice advice(Report race, Set<String> left, List<Row> others, List<Neighbour> neighbours) {
        List<Contender> contenders = contenders(race.rows(), left);
        List<Contender> ranking = contenders.stream()
                .filter(contender -> contender.isIn(Contender.Place.SET) || contender.isIn(Contender.Place.WORSE))
                .toList();
        Choice choice = Choice.of(profile, ranking, isolates);
        List<String> reasons = reasons(race, ranking, choice);
        boolean told = reasons.isEmpty();
        return new Advice(
                profile,
                Optional.of(race.interleave()),
                contenders,
                told ? choice.choice() : Optional.empty(),
                told ? choice.runnerUp() : Optional.empty(),
                reasons,
                told ? flips(race.rows(), choice, others, neighbours) : List.of(),
                Stream.concat(
                                told ? unmeasuredShares(choice, neighbours).stream() : Stream.of(),
                                remarks(race, choice, others).stream())
                        .toList(),
                refused(race.skipped()));
    }

    /** Those that share a reason together; without those for whom there was no time. */
    private static List<String> refused(List<Skipped> skipped) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        skipped.stream()
                .filter(one -> !one.reason().equals(Reporter.INTERRUPTED))
                .forEach(one -> byReason.computeIfAbsent(one.reason(), any -> new ArrayList<>())
                        .add(one.strategy()));
        return byReason.entrySet().stream()
                .map(reason -> reason.getValue().stream().distinct().collect(Collectors.joining(", ")) + " ("
                        + reason.getKey() + ")")
                .toList();
    }

    private List<Contender> contenders(List<Row> rows, Set<String> left) {
        Map<String, Series> measured = Race.measured(rows, profile.measure());
        Spread spread = Spread.pooled(measured.values());
        List<String> ranking = Elimination.ranking(rows.stream().map(Row::label).toList(), measured);
        Optional<Series> best = ranking.stream().findFirst().flatMap(label -> Optional.ofNullable(measured.get(label)));
        return rows.stream()
                .map(row -> {
                    Optional<Series> own = Optional.ofNullable(measured.get(row.label()));
                    return new Contender(
                            row,
                            place(row, left, own.isPresent()),
                            own.map(series -> Estimate.mean(series, spread)),
                            own.filter(series -> !best.equals(Optional.of(series)))
                                    .flatMap(series -> Estimate.ratio(series, best.orElseThrow(), spread)));
                })
                .sorted(Comparator.comparing(Contender::place)
                        .thenComparingInt(contender -> ranking.indexOf(contender.label()))
                        .thenComparing(Contender::label))
                .toList();
    }

    private static Contender.Place place(Row row, Set<String> left, boolean isMeasured) {
        if (!row.valid()) {
            return Contender.Place.INVALID;
        }
        if (Race.isOverrun(row)) {
            return Contender.Place.OVERRUN;
        }
        if (!isMeasured) {
            return Contender.Place.UNKNOWN;
        }
        return left.contains(row.label()) ? Contender.Place.SET : Contender.Place.WORSE;
    }

    private List<String> reasons(Report race, List<Contender> ranking, Choice choice) {
        List<String> reasons = new ArrayList<>();
        if (ranking.isEmpty()) {
            reasons.add(nothing(race.rows()));
            return reasons;
        }
        unmeasured(race).ifPresent(reasons::add);
        if (ranking.size() > 1
                && Spread.pooled(Race.measured(race.rows(), profile.measure()).values())
                                .degrees()
                        == 0) {
            reasons.add("each contender ran in one fork only, and nothing is known of how forks differ");
        }
        List<String> disturbed = disturbed(ranking);
        boolean isBest = choice.choice()
                .map(Contender::label)
                .filter(disturbed::contains)
                .isPresent();
        if (isBest || 2 * disturbed.size() > ranking.size()) {
            reasons.add("other processes used the processors while these were measured: " + String.join(", ", disturbed)
                    + "; end them, and repeat it");
        }
        if (choice.choice().isEmpty()) {
            reasons.add("nobody who can serve these requests loses a task that ends its process alone");
        }
        return reasons;
    }

    /** Which profiles with other shares there was no time for. */
    private Optional<String> unmeasuredShares(Choice choice, List<Neighbour> measured) {
        List<String> others = Neighbour.of(profile).stream()
                .filter(neighbour -> !measured.contains(neighbour))
                .map(Neighbour::title)
                .toList();
        return others.isEmpty() || choice.runnerUp().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "what other shares would change was not measured for want of time, and more --time would: "
                                + String.join(", ", others));
    }

    private static Optional<String> unmeasured(Report race) {
        List<String> unmeasured = race.skipped().stream()
                .filter(skipped -> skipped.reason().equals(Reporter.INTERRUPTED))
                .map(Skipped::strategy)
                .sorted()
                .distinct()
                .toList();
        return unmeasured.isEmpty()
                ? Optional.empty()
                : Optional.of((race.interleave().interrupted() ? "it was interrupted" : "the time was over")
                        + " before these were measured: " + String.join(", ", unmeasured));
    }

    /** Why no contender has what they race by. */
    private String nothing(List<Row> rows) {
        List<Row> valid = rows.stream().filter(Row::valid).toList();
        if (!valid.isEmpty() && valid.stream().allMatch(Race::isOverrun)) {
            return "every contender had to refuse requests: the rate is more than this machine can serve";
        }
        OptionalInt most = valid.stream()
                .flatMap(row -> row.measure(LatencyMetric.COUNT.of(Mix.LATENCY)).stream())
                .flatMap(series -> series.samples().stream())
                .mapToInt(Double::intValue)
                .max();
        return profile.measure().equals(Mix.LATENCY_P99) && most.isPresent()
                ? "a p99 rests on " + (RoundSize.FEWEST_OF_P99 - 1) + " requests in each fork, and here they had "
                        + most.getAsInt() + " at most; allow more --time, or ask for a higher rate"
                : "no contender could be measured";
    }

    /** Those that were disturbed in most of their forks. */
    private List<String> disturbed(List<Contender> ranking) {
        return ranking.stream()
                .filter(contender -> contender
                        .row()
                        .measure(profile.measure())
                        .filter(series -> 2 * contender.row().disturbedForks()
                                > series.forks().size())
                        .isPresent())
                .map(Contender::label)
                .toList();
    }

    private List<Flip> flips(List<Row> race, Choice choice, List<Row> others, List<Neighbour> neighbours) {
        String measure = profile.criterion().choosing(profile.atRate());
        Map<String, Series> measured = new HashMap<>(Race.measured(race, measure));
        measured.putAll(Race.measured(others, measure));
        String chosen = choice.choice().map(Contender::label).orElseThrow();
        List<String> rivals = race.stream()
                .map(Row::label)
                .filter(label -> !label.equals(chosen))
                .filter(label -> neighbours.stream().anyMatch(one -> measured.containsKey(one.label(label))))
                .filter(label -> profile.criterion() != Criterion.ISOLATION || isolates.test(row(race, label)))
                .toList();
        return new FlipFinder(chosen, rivals, measured).flips(profile, neighbours);
    }

    private static Row row(List<Row> rows, String label) {
        return rows.stream()
                .filter(row -> row.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private List<String> remarks(Report race, Choice choice, List<Row> others) {
        List<String> remarks = new ArrayList<>();
        choice.remark().ifPresent(remarks::add);
        List<Row> rows = Stream.concat(race.rows().stream(), others.stream()).toList();
        Doubts doubts = Doubts.about(rows);
        Map<String, List<String>> byDoubt = new TreeMap<>();
        race.rows()
                .forEach(row -> doubts.inBrief(row)
                        .forEach(doubt -> byDoubt.computeIfAbsent(doubt, any -> new ArrayList<>())
                                .add(row.label())));
        byDoubt.forEach((doubt, labels) -> remarks.add(doubt + ": " + String.join(", ", labels)));
        race.rows().stream()
                .filter(row -> row.valid() && Race.isOverrun(row))
                .forEach(row -> remarks.add(
                        row.label() + " refused " + HumanFormat.percent(Race.refusedShare(row)) + " of its requests"));
        race.rows().stream()
                .filter(row -> !row.valid())
                .forEach(row ->
                        remarks.add(row.label() + " is invalid: " + row.reason().orElse("")));
        return remarks;
    }
}
