package org.interleave.workbench.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.interleave.core.Preset;

/**
 * The provenance of a report: which program made it, from what, and when.
 *
 * @param version the program's version
 * @param commit the commit it was built from, if that is known
 * @param seed what every random choice was drawn from: the order of the forks
 * @param preset which defaults held
 * @param baseline the strategy or label that ratios are against, where a table has it; empty for the default
 * @param commandLine the arguments it was called with
 * @param started when measuring began
 * @param finished when it ended
 * @param interrupted whether it ended before everything was measured
 * @param resumed when it went on after it had been ended before its time; mostly empty
 */
public record Provenance(
        String version,
        Optional<String> commit,
        long seed,
        Preset preset,
        Optional<String> baseline,
        List<String> commandLine,
        Instant started,
        Instant finished,
        boolean interrupted,
        List<Instant> resumed) {

    /** Takes copies. */
    public Provenance {
        commandLine = List.copyOf(commandLine);
        resumed = List.copyOf(resumed);
    }
}
