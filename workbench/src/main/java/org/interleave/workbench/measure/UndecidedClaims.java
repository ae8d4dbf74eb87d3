package org.interleave.workbench.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.workbench.plan.Budget;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.report.Judgement;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Verdict;

/**
 * Sequential sampling: what is left of the budget goes to the claims that are not held yet, a fork at a time, to the row of
 * theirs that has the fewest.
 *
 * <p>A claim that looks refuted goes on being measured as one that is undecided does, until the budget ends, and only a claim
 * that is held ends its own sampling. So however often it is looked at, a claim that is true is refuted falsely no more often
 * than by a single test at the end: a look can only turn refutations into claims held. The price is on the other side: a claim
 * that is false by less than the last interval is wide is held a little more often than by a single test.
 */
public final class UndecidedClaims implements ForkAllocation {

    private final Plan plan;
    private final Reporter reporter;

    public UndecidedClaims(RunOrder order) {
        plan = order.plan();
        reporter = new Reporter(order);
    }

    @Override
    public Optional<Configuration> next(Measurement measurement) {
        Budget budget = plan.budget();
        if (plan.experiments().isEmpty() || !budget.leaves(measurement.spent())) {
            return Optional.empty();
        }
        return undecided(reporter.report(measurement))
                .filter(configuration -> measurement.forks(configuration) < budget.mostForks())
                .min(Comparator.comparingInt(measurement::forks));
    }

    /** The configurations that undecided claims speak of. */
    private Stream<Configuration> undecided(Report report) {
        Stream.Builder<Configuration> configurations = Stream.builder();
        int judged = 0;
        for (Plan.PlannedExperiment planned : plan.experiments()) {
            List<Claim> claims = planned.claims();
            List<Judgement> judgements = report.claims().subList(judged, judged + claims.size());
            judged += claims.size();
            IntStream.range(0, claims.size())
                    .filter(claim -> isOpen(judgements.get(claim)))
                    .boxed()
                    .flatMap(claim -> rows(claims.get(claim), planned.items()))
                    .forEach(configurations);
        }
        return configurations.build();
    }

    private static boolean isOpen(Judgement judgement) {
        return judgement.measured().isPresent() && judgement.verdict() != Verdict.HELD;
    }

    private static Stream<Configuration> rows(Claim claim, Map<String, Plan.Item> items) {
        return claim.measures().stream()
                .flatMap(measure -> Stream.ofNullable(items.get(measure.label())))
                .flatMap(item -> item instanceof Plan.Entry entry ? Stream.of(entry.configuration()) : Stream.empty());
    }
}
