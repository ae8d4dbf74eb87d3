package org.interleave.workbench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Printable;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.plan.Plugins;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.ReportReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that shows results of earlier runs, without measuring. */
@Command(
        name = "report",
        description = {
            "Writes the page of results that were measured before, from their JSON; or other forms of them.",
            "It answers which strategy, by how much, how sure and why: every contender with its interval and its forks,"
                    + " the claims and the numbers behind them, and what was shaky. Several results come one after the other on one"
                    + " page; \"interleave compare\" compares them."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  interleave report results/interleave-20261129-143619.json",
            "  interleave report monday.json tuesday.json --html week.html",
            "  interleave report results/interleave-20261129-143619.json --markdown summary.md --csv samples.csv"
        })
final class ReportCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "JSON that a run has written.")
    private List<Path> files = List.of();

    @Mixin
    private ReportOptions forms = new ReportOptions();

    @Option(names = "--force", description = "Replace files that are there.")
    private boolean force;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description =
                    "Where the plug-ins are whose experiments were run, for the questions that these ask; or one file.")
    private Optional<String> plugins = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        List<Report> reports = files.stream().map(ReportReader::read).toList();
        Map<String, Path> inputs = new LinkedHashMap<>();
        files.forEach(file -> inputs.put("the report " + file, file));
        List<ReportOutput> named = forms.outputs(force, inputs);
        List<ReportOutput> outputs = named.isEmpty() ? List.of(page()) : named;
        outputs.forEach(output -> checkTakes(output.form(), reports.size()));
        Catalog catalog = Plugins.catalog(plugins);
        Main.warn(spec.commandLine(), catalog.refusals());
        boolean aside = outputs.stream().anyMatch(ReportOutput::isStandardOutput);
        PrintWriter console =
                aside ? spec.commandLine().getErr() : spec.commandLine().getOut();
        for (ReportOutput output : outputs) {
            String written = output.write(reports, catalog);
            if (!output.isStandardOutput()) {
                console.println(Printable.line(written));
            }
        }
        console.flush();
        return Main.DONE;
    }

    /** Beside the report, or beside the first of several. */
    private ReportOutput page() {
        Path first = files.getFirst();
        ReportOutput beside = ReportOutput.pageBeside(files.size() == 1 ? first : first.resolveSibling("report.json"));
        Destination.checkFolder(ReportForm.HTML.option(), first);
        return beside;
    }

    private static void checkTakes(ReportForm form, int reports) {
        if (reports > 1 && !form.takesSeveral()) {
            throw new InvalidInputException(form.option() + " takes one report, given are " + reports);
        }
    }
}
