package org.interleave.workbench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Planner;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.plan.Request;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.ShellLine;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A run that ended before its time and goes on from its {@link Journal}: the same plan in the same order, on the same
 * machine, JVM, commit and plug-ins, or not at all.
 */
public final class ResumedRun {

    /** The command that advises. */
    private static final String ADVICE = "advise";

    private final Path journal;
    private final JournalReader.Contents contents;

    private ResumedRun(Path journal, JournalReader.Contents contents) {
        this.journal = journal;
        this.contents = contents;
    }

    /**
     * Reads it.
     *
     * @param file its journal, or the report that the journal lies beside
     * @throws InvalidInputException if there is no journal, or it cannot be read
     */
    public static ResumedRun of(Path file) {
        Path journal = Journal.isNamedSo(file) ? file : Journal.beside(file);
        if (!Files.exists(journal)) {
            boolean whole = report(file)
                    .map(report -> report.at("/interleave/interrupted"))
                    .filter(interrupted -> interrupted.isBoolean() && !interrupted.asBoolean())
                    .isPresent();
            throw new InvalidInputException(
                    whole
                            ? "--resume " + file + ": this report is complete"
                            : "--resume " + file + ": there is no journal " + journal);
        }
        return new ResumedRun(journal, JournalReader.read(journal));
    }

    private static Optional<JsonNode> report(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(JournalLine.MAPPER.readTree(Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** What identifies the run. */
    public JournalLine.Header header() {
        return contents.header();
    }

    /**
     * Makes the run's plan anew.
     *
     * @param plugins where its plug-ins are now, if not where they were
     * @param processors the processors that are allowed now
     * @throws InvalidInputException if the machine, the JVM, the commit, a plug-in or the plan differs
     */
    public RunOrder order(Optional<String> plugins, List<Integer> processors) {
        if (ofAdvice()) {
            refuse("that is of advice, which goes on with " + ShellLine.of(header().commandLine()) + " --resume "
                    + journal);
        }
        header().request()
                .against()
                .ifPresent(build -> refuse(
                        "it compares with the build in " + build + ", which may be another by now; begin it anew"));
        Optional<String> directory = plugins.or(() -> header().plugins());
        Request request = header().request();
        if (!processors.containsAll(request.cpus())) {
            refuse("processors were " + request.cpus() + " and those allowed now are " + processors);
        }
        Catalog catalog = Plugins.catalog(directory);
        return order(directory, catalog, Planner.plan(catalog, request));
    }

    /**
     * The same of advice, whose plan its profile makes.
     *
     * @param plugins where its plug-ins are, if there are any
     * @throws InvalidInputException if the machine, the JVM, the commit, a plug-in, what is asked for or the plan differs
     */
    public RunOrder order(Optional<String> plugins, Catalog catalog, Request asked, Plan plan) {
        if (!ofAdvice() || !asked.equals(header().request())) {
            refuse("that is of another command line: " + ShellLine.of(header().commandLine()));
        }
        return order(plugins, catalog, plan);
    }

    private boolean ofAdvice() {
        return header().commandLine().stream()
                .findFirst()
                .filter(ADVICE::equals)
                .isPresent();
    }

    private RunOrder order(Optional<String> directory, Catalog catalog, Plan plan) {
        JournalLine.Header header = header();
        header.environment().differenceTo(Environment.present(directory)).ifPresent(this::refuse);
        if (!plan.repetitions().equals(header.repetitions())) {
            refuse("the plan's repetitions were " + header.repetitions() + " and are " + plan.repetitions());
        }
        planDifference(header.entries(), plan.entries()).ifPresent(this::refuse);
        List<Instant> resumed = Stream.concat(contents.resumed().stream(), Stream.of(Instant.now()))
                .toList();
        return new RunOrder(catalog, plan, header.withPlugins(directory), contents.forks(), resumed);
    }

    private static Optional<String> planDifference(List<Plan.Entry> was, List<Plan.Entry> is) {
        for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
            String before = i < was.size() ? was.get(i).toString() : "absent";
            String now = i < is.size() ? is.get(i).toString() : "absent";
            if (i >= was.size() || i >= is.size() || !was.get(i).equals(is.get(i))) {
                return Optional.of("row " + (i + 1) + " of the plan was " + before + " and is " + now);
            }
        }
        return Optional.empty();
    }

    private void refuse(String difference) {
        throw new InvalidInputException("cannot go on with " + journal + ": " + difference);
    }

    /** Refuses an option that says otherwise than the journal. */
    public void checkFits(String option, Object given, Object was) {
        if (!given.equals(was)) {
            throw new InvalidInputException(option + " " + given + " does not fit --resume: it is " + was + " in "
                    + journal + "; leave it out");
        }
    }

    /**
     * Where its report goes: where it was to go, unless told otherwise. The report that the same run wrote when it was
     * interrupted is replaced.
     *
     * @throws InvalidInputException if it cannot be written
     */
    public Destination destination(Optional<Path> json, boolean force) {
        Path path = json.orElse(Path.of(header().json()));
        boolean ours = report(path)
                .map(report -> report.path("interleave"))
                .filter(provenance -> provenance.path("interrupted").asBoolean(false)
                        && provenance.path("seed").asLong(0) == header().seed()
                        && provenance
                                .path("started")
                                .asString("")
                                .equals(header().started().toString()))
                .isPresent();
        return Destination.named("--json", path, force || ours);
    }

    /** Opens the journal, to go on with it. @throws InvalidInputException if it cannot be written */
    public Journal goOn(Consumer<String> complaints) {
        try {
            return Journal.goOn(journal, contents.length(), complaints);
        } catch (IOException e) {
            throw new InvalidInputException("cannot write the journal " + journal + ": " + e.getMessage(), e);
        }
    }
}
