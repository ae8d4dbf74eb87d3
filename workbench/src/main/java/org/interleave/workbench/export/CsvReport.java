package org.interleave.workbench.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.interleave.core.Printable;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Series;

/**
 * A report as comma-separated values (RFC 4180), for spreadsheets and statistics: a line for each row, measure, fork and round.
 * A row without measures has one line, with its reason.
 *
 * <p>A text that a spreadsheet would take for a formula has an apostrophe before it.
 */
public final class CsvReport {

    private static final CSVFormat FORMAT = CSVFormat.RFC4180;

    private static final String FORMULA_BEGINS = "=+-@";

    private static final List<String> HEADINGS = List.of(
            "experiment",
            "workload",
            "label",
            "strategy",
            "family",
            "parameters",
            "options",
            "cpus",
            "valid",
            "reason",
            "measure",
            "unit",
            "fork",
            "round",
            "value");

    private CsvReport() {}

    /** Writes it. @throws IOException if it cannot be written */
    public static void write(Report report, Appendable out) throws IOException {
        FORMAT.printRecord(out, HEADINGS.toArray());
        for (Row row : report.rows()) {
            List<Object> lead = lead(row);
            if (row.measures().isEmpty()) {
                print(out, lead, "", "", "", "", "");
            }
            for (Map.Entry<String, Series> measure : row.measures().entrySet()) {
                samples(out, lead, measure.getKey(), measure.getValue());
            }
        }
    }

    private static void samples(Appendable out, List<Object> lead, String measure, Series series) throws IOException {
        for (int fork = 0; fork < series.forks().size(); fork++) {
            List<Double> rounds = series.forks().get(fork);
            for (int round = 0; round < rounds.size(); round++) {
                print(out, lead, text(measure), text(series.unit()), fork + 1, round + 1, rounds.get(round));
            }
        }
    }

    private static void print(Appendable out, List<Object> lead, Object... rest) throws IOException {
        List<Object> cells = new ArrayList<>(lead);
        cells.addAll(List.of(rest));
        FORMAT.printRecord(out, cells.toArray());
    }

    private static List<Object> lead(Row row) {
        return List.of(
                text(row.experiment()),
                text(row.workload()),
                text(row.label()),
                text(row.strategy()),
                row.family().name().toLowerCase(Locale.ROOT),
                text(settings(row.parameters())),
                text(settings(row.options())),
                row.cpus().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                row.valid(),
                text(row.reason().orElse("")));
    }

    private static String settings(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }

    private static String text(String text) {
        String line = Printable.line(text);
        String begin = line.stripLeading();
        boolean formula = !begin.isEmpty() && FORMULA_BEGINS.indexOf(begin.charAt(0)) >= 0;
        return formula ? "'" + line : line;
    }
}
