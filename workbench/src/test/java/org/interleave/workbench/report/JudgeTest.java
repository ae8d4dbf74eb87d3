package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.interleave.workbench.report.Fixture.around;
import static org.interleave.workbench.report.Fixture.counts;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JudgeTest {

    private static final Row SEQUENTIAL =
            row("sequential").wall(around("s", 0.2, 5)).measured();
    private static final Row THREADS = row("threads").wall(around("s", 0.1, 5)).measured();
    private static final Claim HALF =
            Claim.ratio("threads halve it", Claim.WALL, "threads", "sequential", Bound.atMost(0.6));

    private record Asked(List<Claim> claims) implements Experiment {

        @Override
        public String name() {
            return "cpu-threads";
        }

        @Override
        public String question() {
            return "Is it so?";
        }

        @Override
        public List<Contender> contenders(Preset preset) {
            return List.of(Contender.of("countdown", "sequential"), Contender.of("countdown", "threads"));
        }
    }

    private static Judgement judge(Claim claim, Row... rows) {
        return judge(claim, Map.of(), rows);
    }

    private static Judgement judge(Claim claim, Map<String, String> absent, Row... rows) {
        Map<String, Row> byLabel = Stream.of(rows).collect(Collectors.toMap(Row::label, Function.identity()));
        Judge.Question question = new Judge.Question(new Asked(List.of(claim)), List.of(claim), byLabel, absent);
        return Judge.judge(List.of(question), List.of(rows)).getFirst();
    }

    static Stream<Object[]> bounds() {
        return Stream.of(
                new Object[] {Bound.atMost(0.6), Verdict.HELD},
                new Object[] {Bound.atMost(0.5), Verdict.INCONCLUSIVE},
                new Object[] {Bound.atMost(0.4), Verdict.REFUTED},
                new Object[] {Bound.atLeast(0.6), Verdict.REFUTED},
                new Object[] {Bound.atLeast(0.5), Verdict.INCONCLUSIVE},
                new Object[] {Bound.atLeast(0.4), Verdict.HELD},
                new Object[] {Bound.between(0.4, 0.6), Verdict.HELD},
                new Object[] {Bound.between(0.499, 0.501), Verdict.INCONCLUSIVE},
                new Object[] {Bound.between(0.5, 0.7), Verdict.INCONCLUSIVE},
                new Object[] {Bound.between(0.6, 0.7), Verdict.REFUTED},
                new Object[] {Bound.between(0.1, 0.2), Verdict.REFUTED});
    }

    @ParameterizedTest(name = "0.5 {0}: {1}")
    @MethodSource("bounds")
    void comparesTheIntervalWithTheBound(Bound bound, Verdict verdict) {
        Claim claim = Claim.ratio("claimed", Claim.WALL, "threads", "sequential", bound);
        Judgement judgement = judge(claim, SEQUENTIAL, THREADS);
        assertThat(judgement.verdict()).isEqualTo(verdict);
        assertThat(judgement.measured().orElseThrow().value()).isCloseTo(0.5, within(1e-12));
        assertThat(judgement.bound()).isEqualTo(bound);
        assertThat(judgement.reason().isPresent()).isEqualTo(verdict == Verdict.INCONCLUSIVE);
    }

    @Test
    void namesTheClaim() {
        Judgement judgement = judge(HALF, SEQUENTIAL, THREADS);
        assertThat(judgement.experiment()).isEqualTo("cpu-threads");
        assertThat(judgement.claim()).isEqualTo("threads halve it");
    }

    @Test
    void includesTheEndsOfABound() {
        Claim claim = Claim.ratio("half", Claim.WALL, "threads", "sequential", Bound.atMost(0.5));
        Judgement judgement = judge(
                claim,
                row("sequential").wall(seconds(2, 2)).measured(),
                row("threads").wall(seconds(1, 1)).measured());
        assertThat(judgement.verdict()).isEqualTo(Verdict.HELD);
    }

    @Test
    void scalesWhatItMeasures() {
        Claim claim = Claim.value("two intervals", "latency", "threads", Bound.between(1.8, 2.2))
                .scaledBy(200);
        Judgement judgement =
                judge(claim, row("threads").with("latency", seconds(0.01, 0.01)).measured());
        assertThat(judgement.verdict()).isEqualTo(Verdict.HELD);
        assertThat(judgement.measured().orElseThrow().value()).isCloseTo(2, within(1e-12));
    }

    @Test
    void subtractsTheBaselineFromWhatItMeasuresAndFromWhatItDividesBy() {
        Row[] rows = {
            row("idle").with("latency", seconds(0.001, 0.001)).measured(),
            row("fast").with("latency", seconds(0.002, 0.002)).measured(),
            row("slow").with("latency", seconds(0.011, 0.011)).measured()
        };
        Claim adds = Claim.value("adds ten", "latency", "slow", Bound.between(9.9, 10.1))
                .above("idle")
                .scaledBy(1000);
        assertThat(judge(adds, rows).verdict()).isEqualTo(Verdict.HELD);
        Claim share = Claim.ratio("adds a tenth", "latency", "fast", "slow", Bound.between(0.099, 0.101));
        assertThat(judge(share.above("idle"), rows).verdict()).isEqualTo(Verdict.HELD);
        assertThat(judge(share, rows).verdict()).isEqualTo(Verdict.REFUTED);
        assertInconclusive(judge(share.above("nobody"), rows), "'nobody' was not measured");
        Claim ofNothing = Claim.ratio("of nothing", "latency", "slow", "idle", Bound.atMost(1));
        assertInconclusive(
                judge(ofNothing.above("idle"), rows),
                "the divisor is zero, or so near to it that the ratio's interval has no end");
    }

    @Test
    void dividesOneMeasureByAnother() {
        Claim claim = Claim.value("cpu is wall", Claim.CPU, "threads", Bound.between(1.9, 2.1))
                .dividedBy(new Claim.Measure(Claim.WALL, "threads"));
        Row row = row("threads")
                .wall(seconds(1, 1))
                .with(Claim.CPU, seconds(2, 2))
                .measured();
        assertThat(judge(claim, row).verdict()).isEqualTo(Verdict.HELD);
    }

    @Test
    void missesARow() {
        assertInconclusive(judge(HALF, SEQUENTIAL), "'threads' was not measured");
        assertInconclusive(judge(HALF, THREADS), "'sequential' was not measured");
        Row elsewhere = row("other").wall(seconds(1, 1)).measured();
        assertInconclusive(judge(HALF, SEQUENTIAL, elsewhere), "'threads' was not measured");
    }

    @Test
    void saysWhyARowWasSkipped() {
        Map<String, String> absent = Map.of("processes", "no fork", "threads", "no threads here");
        assertInconclusive(judge(HALF, absent, SEQUENTIAL), "'threads' was not measured: no threads here");
    }

    @Test
    void ignoresInvalidRows() {
        Row wrong = row("threads").wall(seconds(1, 1)).invalid("wrong sum").measured();
        assertInconclusive(judge(HALF, SEQUENTIAL, wrong), "'threads' is invalid: wrong sum");
    }

    @Test
    void missesAMeasure() {
        Row without = row("threads").with(Claim.CPU, seconds(1, 1)).measured();
        assertInconclusive(judge(HALF, SEQUENTIAL, without), "'threads' has no wall_s");
    }

    @Test
    void cannotDivideByZero() {
        Claim claim = Claim.ratio("more", Claim.VOLUNTARY_SWITCHES, "threads", "sequential", Bound.atLeast(20));
        Judgement judgement = judge(
                claim,
                row("threads").with(Claim.VOLUNTARY_SWITCHES, counts(1, 2)).measured(),
                row("sequential").with(Claim.VOLUNTARY_SWITCHES, counts(0, 0)).measured());
        assertInconclusive(judgement, "the divisor is zero, or so near to it that the ratio's interval has no end");
    }

    @Test
    void wantsFreeProcessors() {
        Row confined = row("sequential").wall(around("s", 0.2, 5)).cpus(1).measured();
        Row alsoConfined = row("threads").wall(around("s", 0.1, 5)).cpus(1).measured();
        Claim needing = HALF.needingCores(2);
        Judgement judgement = judge(needing, confined, alsoConfined);
        assertInconclusive(judgement, "needs 2 free processors, was allowed 1");
        assertThat(judgement.measured()).isPresent();
        assertThat(judge(HALF, confined, alsoConfined).verdict()).isEqualTo(Verdict.HELD);
        assertThat(judge(needing, confined, THREADS).verdict()).isEqualTo(Verdict.HELD);
        assertInconclusive(judge(HALF.needingCores(3), SEQUENTIAL, THREADS), "needs 3 free processors, was allowed 2");
    }

    @Test
    void wantsFreeProcessorsUndisturbed() {
        Row disturbed = row("threads").wall(around("s", 0.1, 5)).disturbed(1).measured();
        assertInconclusive(
                judge(HALF.needingCores(2), SEQUENTIAL, disturbed),
                "needs 2 free processors, but other processes disturbed 'threads'");
        assertThat(judge(HALF, SEQUENTIAL, disturbed).verdict()).isEqualTo(Verdict.HELD);
    }

    @Test
    void concludesNothingFromOneSample() {
        Row once = row("threads").wall(seconds(0.1)).measured();
        Judgement judgement = judge(HALF, row("sequential").wall(seconds(0.2)).measured(), once);
        assertInconclusive(judgement, "one sample only");
        assertThat(judgement.measured()).isPresent();
    }

    @Test
    void remarksOnASingleFork() {
        Row oneFork =
                row("threads").wall(new Series("s", List.of(List.of(0.1, 0.1)))).measured();
        Row other = row("sequential")
                .wall(new Series("s", List.of(List.of(0.2, 0.2))))
                .measured();
        Judgement judgement = judge(HALF, other, oneFork);
        assertThat(judgement.verdict()).isEqualTo(Verdict.HELD);
        assertThat(judgement.reason()).contains("one fork only, so the interval leaves out how forks differ");
    }

    @Test
    void roundsOfOneForkDoNotRefute() {
        Row slow = row("threads")
                .wall(new Series("s", List.of(List.of(0.4, 0.41, 0.4))))
                .measured();
        Row fast = row("sequential")
                .wall(new Series("s", List.of(List.of(0.2, 0.21, 0.2))))
                .measured();
        assertInconclusive(judge(HALF, fast, slow), "one fork only, so the interval leaves out how forks differ");
    }

    @Test
    void aForkAloneLearnsFromItsNeighboursHowForksDiffer() {
        Row once = row("threads").wall(seconds(0.1)).measured();
        Judgement judgement = judge(HALF, SEQUENTIAL, once);
        assertThat(judgement.verdict()).isEqualTo(Verdict.HELD);
        assertThat(judgement.measured().orElseThrow().low()).isLessThan(0.5);
    }

    /** Two forks, one degree of freedom each: by itself refuted at 5 %, among twenty not. */
    @Test
    void whatIsOutsideIsRefutedOnlyIfThatIsNoChanceFindAmongAllClaims() {
        Claim claim = Claim.ratio("claimed", Claim.WALL, "threads", "sequential", Bound.atMost(0.8));
        Claim sure = Claim.ratio("sure", Claim.WALL, "threads", "sequential", Bound.atMost(5));
        List<Row> rows = List.of(
                row("sequential").wall(seconds(0.99, 1.01)).measured(),
                row("threads").wall(seconds(0.97, 1.03)).measured());
        assertThat(judge(List.of(claim), rows).getFirst().verdict()).isEqualTo(Verdict.REFUTED);

        List<Claim> twenty = Stream.concat(Stream.of(claim), Collections.nCopies(19, sure).stream())
                .toList();
        List<Judgement> judgements = judge(twenty, rows);
        assertInconclusive(judgements.getFirst(), "outside, but not after Holm's correction over 20 claims");
        assertThat(judgements.getFirst().measured().orElseThrow().low()).isGreaterThan(0.8);
        assertThat(judgements.subList(1, 20))
                .allSatisfy(other -> assertThat(other.verdict()).isEqualTo(Verdict.HELD));
    }

    @Test
    void claimsThatCannotBeJudgedDoNotCountAgainstTheOthers() {
        Claim claim = Claim.ratio("claimed", Claim.WALL, "threads", "sequential", Bound.atMost(0.8));
        Claim absent = Claim.ratio("absent", Claim.WALL, "processes", "sequential", Bound.atMost(5));
        List<Row> rows = List.of(
                row("sequential").wall(seconds(0.99, 1.01)).measured(),
                row("threads").wall(seconds(0.97, 1.03)).measured());
        List<Claim> twenty = Stream.concat(Stream.of(claim), Collections.nCopies(19, absent).stream())
                .toList();
        assertThat(judge(twenty, rows).getFirst().verdict()).isEqualTo(Verdict.REFUTED);
    }

    private static List<Judgement> judge(List<Claim> claims, List<Row> rows) {
        Map<String, Row> byLabel = rows.stream().collect(Collectors.toMap(Row::label, Function.identity()));
        return Judge.judge(List.of(new Judge.Question(new Asked(claims), claims, byLabel, Map.of())), rows);
    }

    /**
     * The share of runs that refute something, where all claims are true: one that is true by a hair, and more than thirty
     * that are true with room to spare; or all of them by a hair, when rows that vary more than their neighbours tell at
     * few forks.
     */
    @ParameterizedTest(name = "{0} forks of {1} rounds")
    @CsvSource({"2, 2", "2, 5", "3, 5", "10, 7"})
    void aSoundRunHardlyEverRefutesAnything(int forks, int rounds) {
        Random random = new Random(7);
        int runs = 200;
        int one = 0;
        int all = 0;
        for (int run = 0; run < runs; run++) {
            List<Row> rows = new ArrayList<>();
            List<Claim> spared = new ArrayList<>();
            List<Claim> close = new ArrayList<>();
            int workloads = 0;
            for (List<Series> workload : MeasuredVariances.suite(random, forks, rounds)) {
                String name = "w" + workloads++;
                for (int i = 0; i < workload.size(); i++) {
                    String label = name + "-" + i;
                    rows.add(row(label).on(name).wall(workload.get(i)).measured());
                    if (i > 0) {
                        spared.add(Claim.ratio(label, Claim.WALL, label, name + "-0", Bound.atMost(3)));
                        close.add(Claim.ratio(label, Claim.WALL, label, name + "-0", Bound.atMost(1)));
                    }
                }
            }
            int at = random.nextInt(close.size());
            spared.set(at, close.get(at));
            one += refutes(spared, rows) ? 1 : 0;
            all += refutes(close, rows) ? 1 : 0;
        }
        System.out.printf(
                "%2d forks of %d: refutes with one claim at its bound %.3f, with all %.3f%n",
                forks, rounds, (double) one / runs, (double) all / runs);
        assertThat((double) one / runs).isLessThanOrEqualTo(0.05);
        assertThat((double) all / runs).isLessThanOrEqualTo(forks < 3 ? 0.15 : 0.1);
    }

    private static boolean refutes(List<Claim> claims, List<Row> rows) {
        return judge(claims, rows).stream().anyMatch(judgement -> judgement.verdict() == Verdict.REFUTED);
    }

    @Test
    void wantsEverySampleOfAnExactClaim() {
        Claim none = Claim.value("no lost update", "lost_updates", "threads", Bound.between(0, 0));
        Judgement held =
                judge(none, row("threads").with("lost_updates", counts(0, 0, 0)).measured());
        assertThat(held.verdict()).isEqualTo(Verdict.HELD);
        assertThat(held.reason()).isEmpty();

        Judgement refuted = judge(
                none, row("threads").with("lost_updates", counts(0, 0, 0, 0, 7)).measured());
        assertThat(refuted.verdict()).isEqualTo(Verdict.REFUTED);
        assertThat(refuted.reason()).contains("1 of 5 samples differ");
        assertThat(refuted.measured()).contains(new Estimate(1.4, 0, 7, 5, 5));
        assertThat(refuted.opportunities()).hasValue(5);
        assertThat(held.opportunities()).hasValue(3);
    }

    @Test
    void judgesAnExactClaimByOneSample() {
        Claim eleven = Claim.value("fires 11 times", "firings", "threads", Bound.between(11, 11));
        assertThat(judge(eleven, row("threads").with("firings", counts(11)).measured())
                        .verdict())
                .isEqualTo(Verdict.HELD);
        assertThat(judge(eleven, row("threads").with("firings", counts(12)).measured())
                        .verdict())
                .isEqualTo(Verdict.REFUTED);
    }

    private static void assertInconclusive(Judgement judgement, String reason) {
        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.reason()).isEqualTo(Optional.of(reason));
    }
}
