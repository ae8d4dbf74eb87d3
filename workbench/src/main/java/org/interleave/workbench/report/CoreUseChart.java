package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.interleave.core.Claim;

/**
 * A chart of how busy each processor was in the rounds of a row, one after the other, as a process monitor shows it. Of those
 * rows that have this among what tells most about them.
 *
 * @param screen what it is laid out for
 */
record CoreUseChart(Screen screen) {

    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String DIGITS = "0123456789";

    /** Fits a terminal. */
    private static final int MOST_ROUNDS = 40;

    private static final String PREFIX = Claim.CORE_USE + ".";

    /** A chart for each row that has one. */
    List<String> lines(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            List<String> ofRow = row.valid() && row.highlights().contains(Claim.CORE_USE) ? lines(row) : List.of();
            if (!ofRow.isEmpty()) {
                lines.add(screen.text("  " + row.label()));
                lines.addAll(ofRow);
            }
        }
        if (!lines.isEmpty()) {
            lines.addAll(0, screen.wrap("use of each processor, round by round", screen.palette()::heading, "", 0));
        }
        return lines;
    }

    private List<String> lines(Row row) {
        return row.cpus().stream()
                .flatMap(cpu -> row.measure(PREFIX + cpu).map(use -> line(cpu, use.samples())).stream())
                .toList();
    }

    private String line(int cpu, List<Double> shares) {
        double mean = shares.stream().mapToDouble(share -> share).average().orElse(0);
        String more = shares.size() > MOST_ROUNDS ? " …" : "";
        return screen.text("    CPU " + cpu + "  " + bars(shares) + more + "  " + HumanFormat.percent(mean));
    }

    private String bars(List<Double> shares) {
        String levels = screen.glyphs().sign(BARS, DIGITS);
        return shares.stream()
                .limit(MOST_ROUNDS)
                .map(share -> (int) Math.clamp(share * levels.length(), 0, levels.length() - 1))
                .map(level -> levels.substring(level, level + 1))
                .collect(Collectors.joining());
    }
}
