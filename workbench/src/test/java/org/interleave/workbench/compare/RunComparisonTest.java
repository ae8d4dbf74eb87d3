package org.interleave.workbench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.interleave.workbench.report.Fixture.bytes;
import static org.interleave.workbench.report.Fixture.counts;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.interleave.core.Claim;
import org.interleave.core.Family;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.report.Fixture;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Series;
import org.interleave.workbench.report.Skipped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts on runs of which the truth is known. */
class RunComparisonTest {

    private static final int SESSIONS = 200;

    private static List<String> words(RunComparison comparison) {
        return comparison.rows().stream().map(RowChange::word).toList();
    }

    private static List<String> sentences(RunComparison comparison) {
        return new Remarks(comparison).sessions();
    }

    @Test
    void aRunComparedWithItselfHasNothingSlower() {
        Report run = new Runs(1, 8, 3, 0.02).plain();
        RunComparison comparison = RunComparison.of(run, run, Runs.twoSessions());

        assertThat(words(comparison)).isNotEmpty().isSubsetOf("same", "cannot tell");
        assertThat(comparison.fails(false)).isFalse();
        assertThat(sentences(comparison)).contains("both are the same run");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6, 10})
    void oneRowThatIsSlowedByAThirdIsSlowerAndNothingElse(int forks) {
        Runs runs = new Runs(forks, 12, forks, 0.02);
        RunComparison comparison = RunComparison.of(runs.plain(), runs.run(1.3, 1, 1), Runs.twoSessions());

        assertThat(comparison.rows().getFirst().word()).isEqualTo("slower");
        assertThat(comparison.count(Change.WORSE)).isEqualTo(1);
        assertThat(comparison.fails(false)).isTrue();
    }

    @Test
    void whatBecameFasterShutsNoGate() {
        Runs runs = new Runs(3, 6, 6, 0.01);
        RunComparison comparison = RunComparison.of(runs.plain(), runs.run(0.7, 1, 1), Runs.twoSessions());

        assertThat(words(comparison)).startsWith("faster");
        assertThat(comparison.fails(false)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"2", "6", "10"})
    void whereNothingChangedSomethingIsCalledSoInFiveOfAHundredRunsAtMost(int forks) {
        long alarms = IntStream.range(0, SESSIONS)
                .filter(seed -> {
                    Runs runs = new Runs(seed, 10, forks, 0.03);
                    RunComparison comparison = RunComparison.of(runs.plain(), runs.plain(), Runs.oneSession());
                    return comparison.count(Change.WORSE)
                                    + comparison.count(Change.BETTER)
                                    + comparison.count(Change.SMALL)
                            > 0;
                })
                .count();
        assertThat(alarms).isLessThanOrEqualTo(SESSIONS * 8 / 100);
    }

    @Test
    void soManyForksAsItSaysShowTheMargin() {
        Runs first = new Runs(7, 10, 4, 0.03);
        int forks = RunComparison.of(first.plain(), first.plain(), Runs.oneSession()).rows().stream()
                .flatMap(row -> row.sight().stream())
                .map(sight -> sight.forks().orElseThrow())
                .max(Integer::compare)
                .orElseThrow();
        long found = IntStream.range(0, SESSIONS)
                .filter(seed -> {
                    Runs runs = new Runs(seed, 10, forks, 0.03);
                    return RunComparison.of(runs.plain(), runs.run(1.05, 1, 1), Runs.oneSession())
                                    .rows()
                                    .getFirst()
                                    .change()
                            == Change.WORSE;
                })
                .count();
        assertThat(found).isGreaterThan(SESSIONS * 75 / 100);
    }

    @Test
    void aHundredthIsSmallAndWhatIsSureToBeWithinTheMarginIsTheSame() {
        Runs runs = new Runs(5, 6, 10, 0.002);
        RunComparison comparison = RunComparison.of(runs.plain(), runs.run(1.01, 1, 1), Runs.oneSession());

        assertThat(words(comparison)).startsWith("small").contains("same").doesNotContain("slower", "cannot tell");
    }

    @Test
    void whatCannotBeToldSaysWhatItCouldHaveShownAndWhatItWouldTake() {
        Runs runs = new Runs(5, 6, 2, 0.1);
        RunComparison comparison = RunComparison.of(runs.plain(), runs.plain(), Runs.oneSession());

        assertThat(words(comparison)).containsOnly("cannot tell");
        assertThat(comparison.rows()).allSatisfy(row -> {
            assertThat(row.sight().orElseThrow().shown()).isGreaterThan(1.2);
            assertThat(row.sight().orElseThrow().forks().orElseThrow()).isGreaterThan(10);
        });
        assertThat(comparison.fails(false)).isFalse();
        assertThat(comparison.fails(true)).isTrue();
        assertThat(sentences(comparison))
                .anyMatch(sentence -> sentence.matches(
                        "what cannot be told: the forks of such rows show changes of \\+.* to \\+.* at least, .*; 5 % would take .* forks"
                                + " of each build"));
    }

    @ParameterizedTest
    @CsvSource({"1.02, 1.02", "0.98, 0.98", "1.02, 1", "0.98, 1"})
    void twoSessionsThatAreTwoPercentApartHaveNothingSlowerAndSaySo(double all, double ticks) {
        int said = 0;
        int alarms = 0;
        for (int seed = 0; seed < SESSIONS; seed++) {
            Runs runs = new Runs(seed, 12, 6, 0.01);
            RunComparison comparison = RunComparison.of(runs.plain(), runs.run(1, all, ticks), Runs.twoSessions());
            alarms += comparison.count(Change.WORSE) + comparison.count(Change.BETTER) > 0 ? 1 : 0;
            said += comparison.common().isPresent() ? 1 : 0;
            assertThat(sentences(comparison)).anyMatch(sentence -> sentence.startsWith("a tick took 20.0 ns"));
        }
        assertThat(alarms).isLessThanOrEqualTo(SESSIONS * 8 / 100);
        assertThat(said).isGreaterThan(SESSIONS * 90 / 100);
    }

    @Test
    void aRowThatIsSlowedStandsOutOfAShiftOfAll() {
        Runs runs = new Runs(3, 12, 6, 0.01);
        RunComparison comparison = RunComparison.of(runs.plain(), runs.run(1.3, 1.02, 1.02), Runs.twoSessions());

        assertThat(words(comparison)).startsWith("slower");
        assertThat(comparison.count(Change.WORSE)).isEqualTo(1);
        assertThat(sentences(comparison)).anyMatch(sentence -> sentence.contains("it is put down to the sessions"));
    }

    @Test
    void aShiftOfHalfTheMarginOrMoreIsPutDownToNothing() {
        Runs runs = new Runs(3, 12, 10, 0.005);
        RunComparison comparison = RunComparison.of(runs.plain(), runs.run(1, 1.08, 1), Runs.twoSessions());

        assertThat(words(comparison)).containsOnly("slower");
        assertThat(sentences(comparison))
                .anyMatch(sentence -> sentence.contains("half the margin or more: it is not put down to the sessions"));
    }

    @Test
    void aHostThatShiftedByMoreThanHalfTheMarginLeavesNothingToBeTold() {
        Runs runs = new Runs(3, 6, 10, 0.005);
        RunComparison comparison = RunComparison.of(runs.plain(), runs.run(1.5, 1.03, 1.03), Runs.twoSessions());

        assertThat(words(comparison)).containsOnly("cannot tell");
        assertThat(comparison.fails(false)).isFalse();
        assertThat(sentences(comparison))
                .anyMatch(sentence -> sentence.contains("the host shifted by more than half the margin of 5 %"));
    }

    @Test
    void inOneSessionTheHostIsTheSameForBoth() {
        Runs runs = new Runs(3, 6, 10, 0.005);
        RunComparison comparison = RunComparison.of(runs.plain(), runs.run(1.5, 1.04, 1.04), Runs.oneSession());

        assertThat(words(comparison)).containsOnly("slower");
        assertThat(sentences(comparison))
                .anyMatch(sentence -> sentence.contains("it is the tick itself that changed"))
                .anyMatch(sentence -> sentence.contains("it is a change of what they all run"));
    }

    @Test
    void whatIsMissingOrInvalidShutsTheGateAndWhatIsNewDoesNot() {
        Series wall = seconds(1, 1.01, 0.99);
        Report older = report(
                row("threads").wall(wall).measured(), row("netty").wall(wall).measured());
        Report newer = report(
                false,
                List.of(
                        row("threads").wall(wall).measured(),
                        row("akka").wall(wall).measured()),
                List.of(),
                List.of(new Skipped("countdown", "netty", "no such engine")));
        RunComparison comparison = RunComparison.of(older, newer, Runs.twoSessions());

        assertThat(words(comparison)).containsExactly("same", "missing", "new");
        assertThat(comparison.rows().get(1).reason()).contains("in the new run: no such engine");
        assertThat(comparison.fails(false)).isTrue();
        assertThat(RunComparison.of(report(row("threads").wall(wall).measured()), newer, Runs.twoSessions())
                        .fails(false))
                .isFalse();
        RunComparison broken = RunComparison.of(
                report(row("threads").wall(wall).measured()),
                report(row("threads").invalid("sum is 7, not 8").measured()),
                Runs.twoSessions());
        assertThat(words(broken)).containsExactly("invalid");
        assertThat(broken.rows().getFirst().reason()).contains("in the new run: sum is 7, not 8");
        assertThat(broken.fails(false)).isTrue();
    }

    @Test
    void rowsAreMatchedByWhatTheyDidWhateverTheyAreCalled() {
        Series wall = seconds(1, 1.01, 0.99);
        Fixture plain = row("threads").option("b", "2").option("a", "1").wall(wall);
        Report older = report(plain.measured());
        Report renamed = report(row("four threads")
                .strategy("threads", Family.THREADS)
                .option("a", "1")
                .option("b", "2")
                .of("an-experiment")
                .wall(wall)
                .measured());
        assertThat(words(RunComparison.of(older, renamed, Runs.twoSessions()))).containsExactly("same");

        Report larger = report(row("threads")
                .option("a", "1")
                .option("b", "2")
                .parameter("count", "20M")
                .wall(wall)
                .measured());
        assertThat(words(RunComparison.of(older, larger, Runs.twoSessions()))).containsExactly("missing", "new");
    }

    @Test
    void whatWasMeasuredTwiceIsMatchedByItsLabel() {
        Report older = report(
                row("threads A")
                        .strategy("threads", Family.THREADS)
                        .wall(seconds(1, 1.01, 0.99))
                        .measured(),
                row("threads B")
                        .strategy("threads", Family.THREADS)
                        .wall(seconds(2, 2.01, 1.99))
                        .measured());
        assertThat(words(RunComparison.of(older, older, Runs.twoSessions()))).containsExactly("same", "same");
    }

    @Test
    void memoryIsMoreOrLessAndOfRatesLessIsSlower() {
        Report older = report(row("threads")
                .wall(seconds(1, 1.01, 0.99))
                .with(Claim.PEAK_RSS, bytes(100, 101, 99))
                .with("rate", new Series("1/s", List.of(List.of(100.0), List.of(101.0), List.of(99.0))))
                .measured());
        Report newer = report(row("threads")
                .wall(seconds(1, 1.01, 0.99))
                .with(Claim.PEAK_RSS, bytes(150, 151, 149))
                .with("rate", new Series("1/s", List.of(List.of(50.0), List.of(51.0), List.of(49.0))))
                .measured());
        assertThat(words(RunComparison.of(older, newer, Runs.by(Claim.PEAK_RSS))))
                .containsExactly("more");
        assertThat(words(RunComparison.of(newer, older, Runs.by(Claim.PEAK_RSS))))
                .containsExactly("less");
        assertThat(words(RunComparison.of(older, newer, Runs.by("rate")))).containsExactly("slower");
        assertThat(RunComparison.of(older, newer, Runs.by("rate")).fails(false)).isTrue();
        assertThat(words(RunComparison.of(newer, older, Runs.by("rate")))).containsExactly("faster");
    }

    @Test
    void memoryDoesNotDependOnHowFastTheHostIs() {
        Fixture row = row("threads").wall(seconds(1, 1.01, 0.99)).with(Claim.PEAK_RSS, bytes(100, 101, 99));
        Report older = report(
                row.with(Claim.TICK, new Series("ns", List.of(List.of(20.0)))).measured());
        Report newer = report(
                row.with(Claim.TICK, new Series("ns", List.of(List.of(25.0)))).measured());
        Terms terms = new Terms(5, Optional.of(Claim.PEAK_RSS), false, Optional.empty());
        assertThat(words(RunComparison.of(older, newer, terms))).containsExactly("same");
        assertThat(words(RunComparison.of(older, newer, Runs.twoSessions()))).containsExactly("cannot tell");
    }

    @Test
    void aMeasureThatCannotBeComparedIsRefused() {
        Report run = report(row("threads")
                .wall(seconds(1, 1.01))
                .with("fairness", counts(1, 1))
                .measured());
        assertThatThrownBy(() -> RunComparison.of(run, run, Runs.by("wal_s")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("unknown measure 'wal_s'; did you mean 'wall_s'? (known: wall_s)");
        assertThatThrownBy(() -> RunComparison.of(run, run, Runs.by("fairness")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("--measure fairness: nobody says whether more of it is better (to compare are: wall_s)");
    }

    @Test
    void oneForkAndARatioWithoutAnEndCannotBeTold() {
        Report one = report(row("threads").wall(seconds(1)).measured());
        assertThat(RunComparison.of(one, one, Runs.oneSession())
                        .rows()
                        .getFirst()
                        .reason())
                .contains("one fork does not tell how forks differ");
        Report none = report(row("threads")
                .with("gc", seconds(0, 0, 0))
                .wall(seconds(1, 1, 1))
                .measured());
        RowChange row = RunComparison.of(none, none, Runs.by("gc")).rows().getFirst();
        assertThat(row.word()).isEqualTo("cannot tell");
        assertThat(row.reason()).contains("the ratio has no end, for it may have been zero in the old run");
    }

    @Test
    void twoEmptyRunsAreNotCompared() {
        assertThatThrownBy(() -> RunComparison.of(report(), report(), Runs.oneSession()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("there is nothing to compare: neither run has a row");
    }

    @Test
    void ratiosBeyondAllNumbersEndWithThem() {
        Report least = report(row("threads").wall(seconds(1e-300, 1e-300)).measured());
        Report most = report(row("threads").wall(seconds(1e300, 1e300)).measured());
        assertThat(words(RunComparison.of(least, most, Runs.oneSession()))).containsExactly("slower");
        assertThat(words(RunComparison.of(most, least, Runs.oneSession()))).containsExactly("faster");
    }

    @Test
    void whatIsAsSureAsCanBeIsStillToldInNumbers() {
        Report extreme = report(row("threads").wall(seconds(1e-300, 1e300)).measured());
        Report zero = report(row("threads").wall(seconds(1, 1)).measured());
        assertThat(new Remarks(RunComparison.of(extreme, zero, Runs.oneSession())).sessions())
                .isNotEmpty();
        assertThat(words(RunComparison.of(zero, extreme, Runs.oneSession()))).containsExactly("cannot tell");
    }
}
