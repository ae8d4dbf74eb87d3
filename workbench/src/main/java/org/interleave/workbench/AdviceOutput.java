package org.interleave.workbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.interleave.core.Printable;
import org.interleave.workbench.advise.Advice;
import org.interleave.workbench.advise.AdvicePage;
import org.interleave.workbench.advise.JsonAdvice;
import org.interleave.workbench.measure.Journal;
import org.interleave.workbench.measure.Measurement;
import org.interleave.workbench.measure.ResumedRun;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.JsonReport;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.report.ShellLine;
import org.interleave.workbench.report.WholeFile;

/** The outputs of advice: what it says, what was measured for it, and the journal of its race until that is written. */
final class AdviceOutput {

    private final SessionOptions options;
    private final Optional<ResumedRun> resumed;
    private final long seed;
    private final Optional<Destination> json;
    private Optional<RunOutput> results = Optional.empty();

    /**
     * Outputs that are not open.
     *
     * @param resumed what goes on
     * @param json where the advice is written as JSON, if it is
     */
    AdviceOutput(SessionOptions options, Optional<ResumedRun> resumed, long seed, Optional<Destination> json) {
        this.options = options;
        this.resumed = resumed;
        this.seed = seed;
        this.json = json;
    }

    /**
     * Opens those of what is measured.
     *
     * @param complaints told what goes wrong with the journal but does not stop the race
     * @throws org.interleave.core.InvalidInputException if something could not be written
     */
    void open(RunOrder order, Consumer<String> complaints) {
        results = Optional.of(resumed.map(run -> RunOutput.goOn(run, order, Optional.empty(), false, complaints))
                .orElseGet(() -> RunOutput.open(Optional.empty(), false, order.header()::reportingTo, complaints)));
    }

    /** The journal of the race, once it is open. */
    Optional<Journal> journal() {
        return results.flatMap(RunOutput::journal);
    }

    /**
     * Writes advice for which nothing was measured.
     *
     * @return the program's exit status
     */
    int write(Advice advice) {
        List<String> written = new ArrayList<>();
        Optional<LostOutputException> lost = keepAdvice(advice, written);
        print(advice, written, lost);
        return status(advice);
    }

    /**
     * Writes advice. Files come first: on an interrupt there may be no time for more.
     *
     * @param race what was measured on the profile
     * @param beside what was measured on other shares
     * @param last the measurement that came last
     * @return the program's exit status
     * @throws LostOutputException if something could not be written
     */
    int write(Advice advice, Report race, List<Report> beside, Measurement last) {
        RunOutput open = results.orElseThrow();
        List<String> written = new ArrayList<>();
        Optional<LostOutputException> lost = keep(race, open.destination(), written);
        boolean goesOn = last.interrupted() && !race.rows().isEmpty();
        if (lost.isEmpty() && !goesOn) {
            open.dropJournal().ifPresent(written::add);
        }
        for (Report report : beside) {
            Optional<LostOutputException> alsoLost =
                    keep(report, new Destination.FreeName(RunOutput.wanted()), written);
            lost = lost.or(() -> alsoLost);
        }
        Optional<LostOutputException> alsoLost = keepAdvice(advice, written);
        if (goesOn) {
            open.journal().ifPresent(journal -> written.add("To go on: " + repeat() + " --resume " + journal.file()));
        }
        print(advice, written, lost.or(() -> alsoLost));
        return last.interrupted() ? Main.INTERRUPTED : status(advice);
    }

    private static int status(Advice advice) {
        return advice.isTold() ? Main.DONE : Main.NEGATIVE;
    }

    private void print(Advice advice, List<String> written, Optional<LostOutputException> lost) {
        boolean aside =
                json.filter(Destination.StandardOutput.class::isInstance).isPresent();
        PrintWriter console = aside
                ? options.command().commandLine().getErr()
                : options.command().commandLine().getOut();
        Screen screen = aside ? Terminal.errorScreen() : Terminal.screen();
        AdvicePage.lines(advice, repeat(), screen).forEach(console::println);
        written.forEach(line -> console.println(Printable.line(line)));
        console.flush();
        lost.ifPresent(failure -> {
            throw failure;
        });
    }

    private static Optional<LostOutputException> keep(Report report, Destination where, List<String> written) {
        return keep(where, "what was measured", out -> JsonReport.write(report, out), written);
    }

    private Optional<LostOutputException> keepAdvice(Advice advice, List<String> written) {
        return json.flatMap(file -> keep(file, "--json", out -> JsonAdvice.write(advice, repeat(), out), written));
    }

    private static Optional<LostOutputException> keep(
            Destination destination, String what, WholeFile.Content content, List<String> written) {
        try {
            String where = destination.write(content);
            if (!(destination instanceof Destination.StandardOutput)) {
                written.add("Written: " + where);
            }
            return Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return Optional.of(new LostOutputException(e.getFile() + " has come meanwhile, and was left as it is", e));
        } catch (IOException e) {
            return Optional.of(new LostOutputException("cannot write " + what + ": " + e, e));
        }
    }

    /** The command line that began it, with the seed. */
    private String repeat() {
        List<String> words =
                new ArrayList<>(resumed.map(run -> run.header().commandLine()).orElseGet(options::arguments));
        if (words.stream().noneMatch(word -> word.equals("--seed") || word.startsWith("--seed="))) {
            words.addAll(List.of("--seed", Long.toString(seed)));
        }
        return ShellLine.of(words);
    }
}
