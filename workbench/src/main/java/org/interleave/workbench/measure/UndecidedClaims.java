package org.interleave.workbench.measure;

import java.util.Comparator;
import java.util.Optional;
import org.interleave.workbench.plan.Budget;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;

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
        return reporter.undecided(measurement)
                .filter(configuration -> measurement.forks(configuration) < budget.mostForks())
                .min(Comparator.comparingInt(measurement::forks));
    }
}
