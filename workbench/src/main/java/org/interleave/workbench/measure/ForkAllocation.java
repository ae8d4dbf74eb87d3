package org.interleave.workbench.measure;

import java.util.Optional;
import org.interleave.workbench.plan.Configuration;

/** A rule that deals forks beyond those that every configuration has: who gets the next one, as far as is known by now. */
public interface ForkAllocation {

    /** Nobody. */
    ForkAllocation NONE = measurement -> Optional.empty();

    /** Who gets the next fork; nobody if that is enough. It may depend on the measurement only, not on time or chance. */
    Optional<Configuration> next(Measurement measurement);
}
