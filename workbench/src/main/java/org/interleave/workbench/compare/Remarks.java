package org.interleave.workbench.compare;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.workbench.report.Provenance;
import org.interleave.workbench.report.Report;

/** The sentences about a comparison of two runs: what they were, what they share, and what came of the rows. */
public final class Remarks {

    private static final Duration HALF_A_DAY = Duration.ofHours(12);

    private final RunComparison comparison;
    private final Terms terms;

    public Remarks(RunComparison comparison) {
        this.comparison = comparison;
        terms = comparison.terms();
    }

    /** What a run was: version, commit, time, preset and seed. */
    public static String identity(Report run) {
        Provenance provenance = run.interleave();
        return "Interleave " + provenance.version()
                + provenance.commit().map(commit -> " (" + commit + ")").orElse("") + ", " + time(provenance.started())
                + ", preset " + provenance.preset().name().toLowerCase(Locale.ROOT) + ", seed " + provenance.seed();
    }

    private static String time(Instant instant) {
        return instant.toString().replaceFirst("T(\\d\\d:\\d\\d).*", " $1 UTC");
    }

    /** How many rows became what, the worst first. */
    public String tally() {
        Map<String, Long> words = new LinkedHashMap<>();
        for (Change change : List.of(
                Change.WORSE,
                Change.MISSING,
                Change.INVALID,
                Change.UNKNOWN,
                Change.BETTER,
                Change.SMALL,
                Change.SAME,
                Change.ADDED)) {
            comparison.rows().stream()
                    .filter(row -> row.change() == change)
                    .forEach(row -> words.merge(row.word(), 1L, Long::sum));
        }
        return words.entrySet().stream()
                .map(word -> word.getValue() + " " + word.getKey())
                .collect(Collectors.joining(", "));
    }

    /** How it was judged. */
    public String method() {
        return "the margin is " + Percent.of(terms.percent())
                + "; changes are tested with Holm's correction over all rows at 5 %, their intervals are of 95 % each;"
                + " slower or more is what changed by half the margin at least, the same is what is sure to be within it";
    }

    /** What both runs share, or do not. */
    public List<String> sessions() {
        List<String> sentences = new ArrayList<>();
        terms.difference()
                .map("compared although they were not measured alike: "::concat)
                .ifPresent(sentences::add);
        host().ifPresent(sentences::add);
        comparison.common().map(this::common).ifPresent(sentences::add);
        apart().ifPresent(sentences::add);
        interrupted("old", comparison.older()).ifPresent(sentences::add);
        interrupted("new", comparison.newer()).ifPresent(sentences::add);
        sights().ifPresent(sentences::add);
        return sentences;
    }

    private Optional<String> host() {
        Optional<HostShift> host = comparison.host();
        if (host.isEmpty()) {
            return comparison.rows().stream().anyMatch(row -> row.change().isVerdict())
                    ? Optional.of("how fast the host was is not known of both runs")
                    : Optional.empty();
        }
        String ticks = host.get().text();
        if (comparison.hostTellsNothing()) {
            return Optional.of(ticks + ": the host shifted by more than half the margin of "
                    + Percent.of(terms.percent()) + ", so no row can be told");
        }
        return Optional.of(
                terms.oneSession() && terms.isHalf(host.get().ratio())
                        ? ticks + ": both took turns, so it is the tick itself that changed, not the host"
                        : ticks);
    }

    private String common(CommonShift shift) {
        if (terms.oneSession()) {
            return shift.text() + ": both took turns, so it is a change of what they all run";
        }
        return shift.text()
                + (terms.isHalf(shift.ratio())
                        ? ", half the margin or more: it is not put down to the sessions"
                        : ", less than half the margin: it is put down to the sessions, and a row has to change by more");
    }

    private Optional<String> apart() {
        Provenance was = comparison.older().interleave();
        Provenance is = comparison.newer().interleave();
        if (comparison.older().equals(comparison.newer())) {
            return Optional.of("both are the same run");
        }
        if (terms.oneSession()) {
            return Optional.empty();
        }
        Duration apart = Duration.between(was.started(), is.started()).abs();
        String gate = "; for a gate of " + Percent.of(terms.percent())
                + " measure both builds in one session: interleave compare --against DIR";
        return Optional.of(
                apart.compareTo(HALF_A_DAY) < 0
                        ? "two sessions, " + text(apart)
                                + " apart: what the machine was like in between counts as a change too" + gate
                        : "two sessions, " + text(apart)
                                + " apart: by how much a machine differs from day to day no number of forks tells"
                                + gate);
    }

    private static String text(Duration apart) {
        return apart.toDays() >= 2
                ? apart.toDays() + " days"
                : apart.toHours() >= 2
                        ? apart.toHours() + " h"
                        : apart.toMinutes() >= 1 ? apart.toMinutes() + " min" : "less than a minute";
    }

    private static Optional<String> interrupted(String which, Report run) {
        return run.interleave().interrupted()
                ? Optional.of("the " + which + " run was interrupted: it has what was measured until then")
                : Optional.empty();
    }

    /** What the rows that cannot be told could have shown, and what it would take. */
    private Optional<String> sights() {
        List<RowChange.Sight> sights =
                comparison.rows().stream().flatMap(row -> row.sight().stream()).toList();
        if (sights.isEmpty()) {
            return Optional.empty();
        }
        double least = sights.stream().mapToDouble(RowChange.Sight::shown).min().orElseThrow();
        double most = sights.stream().mapToDouble(RowChange.Sight::shown).max().orElseThrow();
        String shown =
                sights.size() == 1 ? Percent.signed(least) : Percent.signed(least) + " to " + Percent.signed(most);
        return Optional.of("what cannot be told: the forks of such rows show changes of " + shown
                + " at least, four times out of five; "
                + Percent.of(terms.percent()) + " would take " + forks(sights)
                + (terms.oneSession() ? "" : ", in one session"));
    }

    private static String forks(List<RowChange.Sight> sights) {
        List<Integer> counts =
                sights.stream().flatMap(sight -> sight.forks().stream()).toList();
        if (counts.size() < sights.size()) {
            return "more forks than anyone would run";
        }
        int least = counts.stream().mapToInt(Integer::intValue).min().orElseThrow();
        int most = counts.stream().mapToInt(Integer::intValue).max().orElseThrow();
        return (least == most ? Integer.toString(most) : least + " to " + most) + " forks of each build";
    }

    /** Why rows are shaky or have no verdict: for each reason the rows, the reasons in the order of the rows. */
    public Map<String, List<String>> reasons() {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        for (RowChange row : comparison.rows()) {
            Stream.concat(
                            row
                                    .reason()
                                    .filter(reason -> !comparison.hostTellsNothing()
                                            || !row.change().isVerdict())
                                    .stream(),
                            row.doubts().stream())
                    .forEach(reason -> reasons.computeIfAbsent(reason, any -> new ArrayList<>())
                            .add(row.title()));
        }
        return reasons;
    }
}
