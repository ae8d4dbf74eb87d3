package org.interleave.workbench;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.interleave.core.runtime.ScratchDirectory;
import org.interleave.workbench.measure.ForkAllocation;
import org.interleave.workbench.measure.ForkRunner;
import org.interleave.workbench.measure.Interruption;
import org.interleave.workbench.measure.Journal;
import org.interleave.workbench.measure.Measurement;
import org.interleave.workbench.measure.OtherBuild;
import org.interleave.workbench.measure.Progress;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.measure.TemporaryFiles;
import org.interleave.workbench.measure.UndecidedClaims;

/**
 * The session in which a run is measured: all its forks, each in the journal before the next begins.
 *
 * @param order what is measured
 * @param other the build that measures what is planned for another
 * @param journal if one is kept
 * @param progress kept informed
 * @param allocation deals the forks beyond those that each contender has
 */
record MeasuringSession(
        RunOrder order,
        Optional<OtherBuild> other,
        Optional<Journal> journal,
        Progress progress,
        ForkAllocation allocation) {

    /** One that deals more forks to claims that are undecided. */
    MeasuringSession(RunOrder order, Optional<OtherBuild> other, Optional<Journal> journal, Progress progress) {
        this(order, other, journal, progress, new UndecidedClaims(order));
    }

    /**
     * Measures until done or interrupted.
     *
     * @param then makes of it what is to be kept; an interrupt waits for it
     * @return what that returns
     */
    int measure(ToIntFunction<Measurement> then) {
        TemporaryFiles.sweep();
        ScratchDirectory scratch = TemporaryFiles.ofForks();
        ForkRunner runner = new ForkRunner(order, other, scratch.path(), besideTheJournal());
        Measurement measurement = new Measurement(
                order.plan(),
                runner,
                order.header().seed(),
                progress,
                order.known(),
                fork -> journal.ifPresent(open -> open.append(fork)),
                allocation);
        Interruption interruption = Interruption.of(measurement);
        try (scratch) {
            measurement.run();
            return then.applyAsInt(measurement);
        } finally {
            interruption.close();
        }
    }

    /** Where the file of a crash is found: beside the report, unless there is no file of it. */
    private Optional<Path> besideTheJournal() {
        return journal.flatMap(
                open -> Optional.ofNullable(open.file().toAbsolutePath().getParent()));
    }
}
