package org.interleave.workbench.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.interleave.workbench.doctor.Finding.Rating;
import org.interleave.workbench.report.Palette;
import org.interleave.workbench.report.Screen;

/**
 * The examination of a machine: all findings, in the order of the checks.
 *
 * @param findings one for each thing that was looked at
 */
public record Examination(List<Finding> findings) {

    private static final int HANG = 4;

    /** Takes a copy. */
    public Examination {
        findings = List.copyOf(findings);
    }

    /** Examines it. Changes nothing. */
    public static Examination of(Patient patient) {
        return new Examination(Stream.of(
                        ProcessorChecks.of(patient),
                        ContainerChecks.of(patient),
                        MemoryChecks.of(patient),
                        ProgramChecks.of(patient))
                .flatMap(List::stream)
                .toList());
    }

    /** How many findings spoil measurements. */
    public long spoiling() {
        return findings.stream()
                .filter(finding -> finding.rating() == Rating.SPOILS)
                .count();
    }

    /** As lines of text: each finding, what to do about it, and how many spoil measurements. */
    public List<String> lines(Screen screen) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.addAll(screen.wrap(
                    sign(finding.rating(), screen) + " " + finding.subject(),
                    paint(finding.rating(), screen.palette()),
                    ": " + finding.fact(),
                    HANG));
            finding.remedy().ifPresent(remedy -> lines.addAll(screen.wrap("    to do: " + remedy, 2 * HANG)));
        }
        lines.add("");
        lines.addAll(screen.wrap(verdict(), HANG));
        return lines;
    }

    private String verdict() {
        long spoiling = spoiling();
        return spoiling == 0
                ? "nothing was found that spoils measurements"
                : spoiling + " of " + findings.size() + (spoiling == 1 ? " findings spoils" : " findings spoil")
                        + " measurements";
    }

    private static String sign(Rating rating, Screen screen) {
        return switch (rating) {
            case FINE -> screen.glyphs().sign("✓", "ok");
            case NOTE -> "-";
            case SPOILS -> "!";
        };
    }

    private static UnaryOperator<String> paint(Rating rating, Palette palette) {
        return switch (rating) {
            case FINE -> palette::good;
            case NOTE -> palette::remark;
            case SPOILS -> palette::doubtful;
        };
    }
}
