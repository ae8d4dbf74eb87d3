package org.interleave.workbench;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.measure.Journal;
import org.interleave.workbench.measure.JournalLine;
import org.interleave.workbench.measure.ResumedRun;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.report.Destination;

/**
 * The outputs of a new run: its report, and the journal that is kept until that is written.
 *
 * @param destination of the report
 * @param journal empty where the report goes to a stream and no journal can be kept
 */
record RunOutput(Destination destination, Optional<Journal> journal) {

    private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final Path RESULTS = Path.of("results");
    private static final int MOST_OF_A_SECOND = 1_000;

    /**
     * Opens them.
     *
     * @param json where the user wants the report, if it was said
     * @param force whether what is there may be replaced
     * @param header the journal's, given where the report goes
     * @param complaints told what goes wrong with the journal but does not stop the run
     * @throws InvalidInputException if something could not be written, or must not be replaced
     */
    static RunOutput open(
            Optional<Path> json,
            boolean force,
            Function<String, JournalLine.Header> header,
            Consumer<String> complaints) {
        if (json.isEmpty()) {
            return free(header, complaints);
        }
        return switch (Destination.named("--json", json.get(), force)) {
            case Destination.File file ->
                new RunOutput(file, Optional.of(beside(file.file(), force, header, complaints)));
            case Destination stream -> new RunOutput(stream, forStream(json.get(), header, complaints));
        };
    }

    /**
     * Opens those of a run that goes on.
     *
     * @param json where the user wants the report now, if not where it was to go
     * @param order what is left of the run
     * @throws InvalidInputException if something could not be written, or must not be replaced
     */
    static RunOutput goOn(
            ResumedRun run, RunOrder order, Optional<Path> json, boolean force, Consumer<String> complaints) {
        Destination destination = run.destination(json, force);
        Journal journal = run.goOn(complaints);
        journal.append(new JournalLine.Resumed(order.resumed().getLast()));
        return new RunOutput(destination, Optional.of(journal));
    }

    /** Removes the journal: the report says all that it says. One that cannot be removed does no harm, and is told of. */
    Optional<String> dropJournal() {
        try {
            if (journal.isPresent()) {
                journal.get().delete();
            }
            return Optional.empty();
        } catch (IOException e) {
            return journal.map(open -> "cannot remove " + open.file() + ": " + e.getMessage());
        }
    }

    /** Creating the journal takes the name for both: of two runs in one second, one gets the next. */
    private static RunOutput free(Function<String, JournalLine.Header> header, Consumer<String> complaints) {
        Path wanted = wanted();
        Destination.checkFolder("--json", wanted);
        for (int number = 1; number < MOST_OF_A_SECOND; number++) {
            Path file = Destination.FreeName.name(wanted, number);
            if (Files.exists(file)) {
                continue;
            }
            try {
                Journal journal = Journal.begin(Journal.beside(file), header.apply(absolute(file)), complaints);
                return new RunOutput(new Destination.File(file, false), Optional.of(journal));
            } catch (FileAlreadyExistsException taken) {
                // by another run
            } catch (IOException e) {
                throw cannotWrite(Journal.beside(file), e);
            }
        }
        throw new InvalidInputException("there is no free name for " + wanted);
    }

    private static Journal beside(
            Path file, boolean force, Function<String, JournalLine.Header> header, Consumer<String> complaints) {
        Path journal = Journal.beside(file);
        try {
            if (force && Files.exists(journal)) {
                Journal.goOn(journal, Files.size(journal), complaints).delete();
            }
            return Journal.begin(journal, header.apply(absolute(file)), complaints);
        } catch (FileAlreadyExistsException e) {
            throw new InvalidInputException(
                    journal + " holds what a run measured before it was ended: --resume " + journal
                            + " goes on with it, --force drops it",
                    e);
        } catch (IOException e) {
            throw cannotWrite(journal, e);
        }
    }

    /** Who wants a stream did not ask for a folder that can be written to. */
    private static Optional<Journal> forStream(
            Path stream, Function<String, JournalLine.Header> header, Consumer<String> complaints) {
        Path wanted = wanted();
        try {
            Files.createDirectories(RESULTS);
            for (int number = 1; number < MOST_OF_A_SECOND; number++) {
                Path file = Journal.beside(Destination.FreeName.name(wanted, number));
                try {
                    return Optional.of(Journal.begin(file, header.apply(stream.toString()), complaints));
                } catch (FileAlreadyExistsException taken) {
                    // by another run
                }
            }
        } catch (IOException e) {
            complaints.accept("no journal is kept, for " + Journal.beside(wanted) + " cannot be written (" + e
                    + "): what is measured is lost if the program is killed");
        }
        return Optional.empty();
    }

    private static InvalidInputException cannotWrite(Path file, IOException e) {
        return new InvalidInputException("cannot write the journal " + file + ": " + e, e);
    }

    /** The name that results have where none was given, of this second. */
    static Path wanted() {
        return RESULTS.resolve(
                "interleave-" + LocalDateTime.now(ZoneId.systemDefault()).format(FILE_TIME) + ".json");
    }

    private static String absolute(Path file) {
        return file.toAbsolutePath().toString();
    }
}
