package org.interleave.workbench.compare;

import java.util.List;
import java.util.Optional;
import org.interleave.workbench.report.HumanFormat;
import org.interleave.workbench.report.ProcessorSpeed;
import org.interleave.workbench.report.Row;

/**
 * By how much the host was slower in the newer run than in the older, going by the ticks that forks took beside their rounds.
 *
 * @param nanosWas a tick in the older run
 * @param nanosIs a tick in the newer run
 */
public record HostShift(double nanosWas, double nanosIs) {

    /** That of rows that both runs have; empty if one run does not know. */
    static Optional<HostShift> of(List<Row> older, List<Row> newer) {
        return ProcessorSpeed.of(older)
                .flatMap(was -> ProcessorSpeed.of(newer)
                        .filter(is -> was.nanosPerTick() > 0 && is.nanosPerTick() > 0)
                        .map(is -> new HostShift(was.nanosPerTick(), is.nanosPerTick())));
    }

    /** How many times as long a tick took in the newer run. */
    public double ratio() {
        return nanosIs / nanosWas;
    }

    /** In words. */
    String text() {
        return "a tick took " + HumanFormat.number(nanosWas) + " ns in the old run and " + HumanFormat.number(nanosIs)
                + " ns in the new one, " + Percent.inWords(ratio());
    }
}
