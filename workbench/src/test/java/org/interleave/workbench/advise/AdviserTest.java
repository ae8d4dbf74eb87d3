package org.interleave.workbench.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Claim;
import org.interleave.core.Family;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.core.workloads.mix.StepKind;
import org.interleave.workbench.report.Fixture;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.report.Series;
import org.junit.jupiter.api.Test;

/** What is advised on results that are known: the answer, why there is none, and what other shares would do to it. */
class AdviserTest {

    private static final Screen SCREEN = new Screen(Screen.UNBOUNDED, false, StandardCharsets.UTF_8);

    private static RequestProfile profile(String criterion, String... more) {
        Map<String, String> said = new LinkedHashMap<>(
                Map.of("share", "wait=60%,compute=40%", "wait", "20ms", "compute", "2ms", "for", criterion));
        for (int word = 0; word < more.length; word += 2) {
            said.put(more[word], more[word + 1]);
        }
        return ProfileReader.read(said, Optional.empty());
    }

    private static Adviser adviser(RequestProfile profile) {
        return new Adviser(profile, row -> row.family() == Family.PROCESSES);
    }

    private static Series rates(double centre) {
        return new Series("1/s", List.of(List.of(0.99 * centre), List.of(centre), List.of(1.01 * centre)));
    }

    private static Fixture contender(String label, double throughput) {
        return Fixture.row(label)
                .of(Mix.NAME)
                .on(Mix.NAME)
                .wall(Fixture.seconds(1, 1, 1))
                .with(Mix.THROUGHPUT, rates(throughput));
    }

    /** Without its line breaks. */
    private static String page(Advice advice) {
        return String.join(" ", AdvicePage.lines(advice, "interleave advise --seed 42", SCREEN))
                .replaceAll(" +", " ");
    }

    private static Advice advice(RequestProfile profile, Set<String> left, Fixture... contenders) {
        return adviser(profile).advice(report(contenders), left, List.of(), List.of());
    }

    private static Report report(Fixture... contenders) {
        List<Row> rows = new ArrayList<>();
        for (Fixture contender : contenders) {
            rows.add(contender.measured());
        }
        return Fixture.report(rows.toArray(Row[]::new));
    }

    @Test
    void theBestOfTheSetIsChosenAndTheNextIsTheRunnerUp() {
        Advice advice = advice(
                profile("throughput"),
                Set.of("threads", "netty"),
                contender("akka", 50),
                contender("threads", 100),
                contender("netty", 99));

        assertThat(advice.choice().map(Contender::label)).contains("threads");
        assertThat(advice.runnerUp().map(Contender::label)).contains("netty");
        assertThat(advice.set()).extracting(Contender::label).containsExactly("threads", "netty");
        assertThat(page(advice))
                .contains(
                        "Answer: threads, throughput 100/s",
                        "2 cannot be told apart from the best: threads, netty",
                        "not told apart from it",
                        "Again: interleave advise --seed 42");
    }

    @Test
    void memoryChoosesFromThoseThatServeAsMuchAndFromNobodyElse() {
        Advice advice = advice(
                profile("memory"),
                Set.of("threads", "netty"),
                contender("threads", 100).with(Claim.PEAK_RSS, Fixture.bytes(2e8, 2e8, 2.01e8)),
                contender("netty", 99).with(Claim.PEAK_RSS, Fixture.bytes(1e8, 1e8, 1.01e8)),
                contender("slow", 20).with(Claim.PEAK_RSS, Fixture.bytes(1e7, 1e7, 1.01e7)));

        assertThat(advice.choice().map(Contender::label)).contains("netty");
    }

    @Test
    void isolationChoosesWhoIsolatesAndTellsThePrice() {
        Advice advice = advice(
                profile("isolation"),
                Set.of("threads"),
                contender("threads", 100),
                contender("processes", 70).strategy("processes", Family.PROCESSES));

        assertThat(advice.choice().map(Contender::label)).contains("processes");
        assertThat(advice.remarks()).anySatisfy(remark -> assertThat(remark).contains("isolation has its price"));
        assertThat(advice(profile("isolation"), Set.of("threads"), contender("threads", 100))
                        .reasons())
                .anySatisfy(reason -> assertThat(reason).contains("nobody who can serve these requests"));
    }

    @Test
    void aTargetWithMoreProcessorsCannotBeToldOf() {
        Optional<Advice> unknown = adviser(profile("throughput", "cores", "16")).cannotTell(2);

        assertThat(unknown.map(Advice::isTold)).contains(false);
        assertThat(unknown.map(AdviserTest::page))
                .hasValueSatisfying(page -> assertThat(page).contains("Cannot tell: ", "16 processors"));
        assertThat(adviser(profile("throughput", "cores", "2")).cannotTell(2)).isEmpty();
    }

    @Test
    void aP99OfTooFewRequestsCannotBeTold() {
        Fixture few = Fixture.row("threads")
                .of(Mix.NAME)
                .on(Mix.NAME)
                .wall(Fixture.seconds(1, 1))
                .with("latency_count", Fixture.counts(120, 120));

        assertThat(advice(profile("p99"), Set.of("threads"), few).reasons())
                .anySatisfy(reason -> assertThat(reason).contains("a p99 rests on 299 requests", "120 at most"));
    }

    @Test
    void whatOthersDisturbedCannotBeTold() {
        Advice advice = advice(
                profile("throughput"),
                Set.of("threads"),
                contender("threads", 100).disturbed(2),
                contender("netty", 50));

        assertThat(advice.isTold()).isFalse();
        assertThat(advice.choice()).isEmpty();
        assertThat(page(advice)).contains("Cannot tell: other processes used the processors", "threads");
    }

    @Test
    void whoRefusesRequestsOrFailsIsNotJudged() {
        Advice advice = advice(
                profile("throughput"),
                Set.of("threads", "netty"),
                contender("threads", 100),
                contender("netty", 200)
                        .with(Mix.REFUSED, Fixture.counts(50))
                        .with(Mix.REQUESTS_DUE, Fixture.counts(100)),
                contender("akka", 300).invalid("wrong"));

        assertThat(advice.choice().map(Contender::label)).contains("threads");
        assertThat(advice.remarks()).contains("netty refused 50.0 % of its requests", "akka is invalid: wrong");
    }

    /**
     * Of {@code threads}, which serves 100 requests a second whatever the shares are, and {@code netty}.
     *
     * @param netty what that serves
     * @param moreWaits what it serves where more waits
     * @param otherwise what it serves with other shares
     * @param measured how many of the neighbours were measured
     */
    private static Advice besideNetty(double netty, double moreWaits, double otherwise, int measured) {
        RequestProfile profile = profile("throughput");
        List<Neighbour> neighbours = Neighbour.of(profile).subList(0, measured);
        List<Row> others = new ArrayList<>();
        for (Neighbour neighbour : neighbours) {
            boolean waitsMore = neighbour.profile().shares().getOrDefault(StepKind.WAIT, 0.0) > 60;
            others.add(contender(neighbour.label("threads"), 100).measured());
            others.add(contender(neighbour.label("netty"), waitsMore ? moreWaits : otherwise)
                    .measured());
        }
        return adviser(profile)
                .advice(
                        report(contender("threads", 100), contender("netty", netty)),
                        Set.of("threads", "netty"),
                        others,
                        neighbours);
    }

    @Test
    void whereTheRatioCrossesOneItFlips() {
        Advice advice = besideNetty(95, 105, 90, 4);

        assertThat(advice.flips()).extracting(Flip::kind).containsExactly(StepKind.WAIT, StepKind.COMPUTE);
        Flip.Crossing crossing = advice.flips().getFirst().crossing().orElseThrow();
        assertThat(crossing.rival()).isEqualTo("netty");
        assertThat(crossing.isMeasured()).isTrue();
        // from -log(0.95) at 60 % to -log(1.05) at 78 %
        assertThat(crossing.percent()).isBetween(69.0, 69.5);
        assertThat(crossing.isShown()).isTrue();
        assertThat(page(advice)).contains("What if wait is not 60 %: it flips at 69.2 %: with more, netty comes first");
        assertThat(advice.remarks()).isEmpty();
    }

    @Test
    void whatLiesBeyondWhatWasMeasuredIsSaidToBeALine() {
        Advice advice = besideNetty(80, 90, 70, 4);

        assertThat(advice.flips().getFirst().crossing().map(Flip.Crossing::isMeasured))
                .contains(false);
        assertThat(page(advice)).contains("stays first from 42 to 78 %", "which was not measured");
    }

    @Test
    void otherSharesForWhichThereWasNoTimeAreNamed() {
        Advice advice = besideNetty(95, 105, 90, 2);

        assertThat(advice.flips()).extracting(Flip::kind).containsExactly(StepKind.WAIT);
        assertThat(advice.remarks())
                .containsExactly("what other shares would change was not measured for want of time, and more --time"
                        + " would: compute=28%, compute=52%");
    }
}
