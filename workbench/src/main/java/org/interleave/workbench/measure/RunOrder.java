package org.interleave.workbench.measure;

import java.time.Instant;
import java.util.List;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.plan.Plan;

/**
 * A run to be done, or done in part.
 *
 * @param catalog where the plan's names are looked up
 * @param plan what is measured
 * @param header what identifies the run, as its journal says it
 * @param known the forks that ended before, in order
 * @param resumed when it went on, in order; empty for a new run
 */
public record RunOrder(
        Catalog catalog, Plan plan, JournalLine.Header header, List<JournalLine.Fork> known, List<Instant> resumed) {

    public RunOrder {
        known = List.copyOf(known);
        resumed = List.copyOf(resumed);
    }

    /** What is left of it. */
    public Schedule schedule() {
        return Schedule.of(plan, catalog);
    }
}
