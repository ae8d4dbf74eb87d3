package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.report.Fixture.around;
import static org.interleave.workbench.report.Fixture.bytes;
import static org.interleave.workbench.report.Fixture.counts;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableReportTest {

    private static final TableReport PLAIN = on(160, false);

    private static TableReport on(int width, boolean colour) {
        return new TableReport(new Screen(width, colour, StandardCharsets.UTF_8));
    }

    private static Fixture standard(Fixture row, double wall) {
        return row.wall(around("s", wall, 3))
                .with(Claim.CPU, around("s", 0.2, 3))
                .with(Claim.VOLUNTARY_SWITCHES, counts(12, 14, 13))
                .with(Claim.INVOLUNTARY_SWITCHES, counts(1, 0, 3))
                .with(Claim.PEAK_RSS, bytes(45e6, 46e6, 44e6));
    }

    private static Report small() {
        List<Row> rows = List.of(
                standard(row("sequential"), 0.2).measured(),
                standard(row("threads"), 0.1).disturbed(1).measured(),
                standard(row("giant-lock-timed"), 0.201).measured(),
                row("netty")
                        .strategy("netty", Family.EVENT_LOOP)
                        .wall(seconds(0.3))
                        .measured(),
                row("processes")
                        .strategy("processes", Family.PROCESSES)
                        .invalid("task 1 failed: exit 1")
                        .measured());
        List<Judgement> claims = List.of(
                new Judgement(
                        "cpu-threads",
                        "threads halve the time",
                        Verdict.HELD,
                        Optional.of(new Estimate(0.5, 0.48, 0.52, 3, 9)),
                        Bound.atMost(0.6),
                        OptionalInt.empty(),
                        Optional.empty()),
                new Judgement(
                        "cpu-threads",
                        "nothing is lost",
                        Verdict.REFUTED,
                        Optional.of(new Estimate(7, 7, 7, 1, 1)),
                        Bound.between(0, 0),
                        OptionalInt.of(1),
                        Optional.of("1 of 1 samples differ")),
                new Judgement(
                        "cpu-threads",
                        "processes halve the time",
                        Verdict.INCONCLUSIVE,
                        Optional.empty(),
                        Bound.atMost(0.6),
                        OptionalInt.empty(),
                        Optional.of("'processes' is invalid: task 1 failed: exit 1")));
        List<Skipped> skipped = List.of(
                new Skipped("udp-echo", "processes", "its tasks cannot open sockets"),
                new Skipped("udp-flood", "processes", "its tasks cannot open sockets"),
                new Skipped("countdown", "native-held", "no C compiler"));
        return report(false, rows, claims, skipped);
    }

    @Test
    void rendersASmallReport() {
        assertThat(PLAIN.render(small())).isEqualTo("""
                Interleave 0.1.0 (abc1234), preset quick, seed 42
                2 × Some CPU, 8.00 GB, Linux 13, kernel 6.12, Java 25.0.1

                cpu-threads: countdown  count=10M  tasks=2  cpus=0,1
                strategy          family         wall  95 % interval  × sequential  its interval       cpu  vol. switches  invol. switches  peak memory
                threads !         threads      100 ms  [100, 100]           0.500×  [0.499, 0.501]  200 ms           13.0             1.33      45.0 MB
                sequential        threads      200 ms  [200, 200]               1×                  200 ms           13.0             1.33      45.0 MB
                giant-lock-timed  threads      201 ms  [201, 201]            1.01×  [1.00, 1.01]    200 ms           13.0             1.33      45.0 MB
                netty             event loop   300 ms  [299, 301]            1.50×  [1.49, 1.50]       n/a            n/a              n/a          n/a
                processes ✗       processes   invalid
                  ! threads: other processes disturbed 1 of 3 forks
                  ✗ processes: task 1 failed: exit 1

                numbers are geometric means over forks; intervals are of 95 %, by Student's t on logarithms; fewer than six forks share what their table tells of how forks
                    differ
                !  shaky, for the reason below the table
                ✗  invalid, for the reason below the table
                n/a  could not be had

                not run: processes (udp-echo, udp-flood): its tasks cannot open sockets
                not run: native-held (countdown): no C compiler

                Claims  1 held, 1 refuted, 1 inconclusive
                ✓ cpu-threads: threads halve the time
                    held: 0.500 [0.480, 0.520], claimed ≤ 0.6
                ✗ cpu-threads: nothing is lost
                    refuted: 7, claimed = 0 (1 of 1 samples differ)
                ? cpu-threads: processes halve the time
                    inconclusive: claimed ≤ 0.6 ('processes' is invalid: task 1 failed: exit 1)
                """);
    }

    @Test
    void leavesOutColumnsThatDoNotFitAndSaysSo() {
        String text = on(80, false).render(small());
        assertThat(text).contains("""
                strategy             wall  95 % interval  × sequential  its interval       cpu
                """).contains("""
                  left out for want of width: family, vol. switches, invol. switches, peak
                    memory; they are in the JSON, and on a wider terminal
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 80, 120, 200})
    void noLineIsWiderThanTheScreenAndTheNamesAndNumbersThatMatterStay(int width) {
        String text = on(width, false).render(small());
        assertThat(text.lines())
                .allSatisfy(line ->
                        assertThat(Monospace.width(line)).describedAs(line).isLessThanOrEqualTo(width));
        assertThat(text)
                .contains("threads !", "100 ms", "0.500×", "1.01×", "sequential")
                .contains("refuted: 7, claimed = 0", "not run: processes");
    }

    @Test
    void signsThatTheEncodingLacksHaveAFormInAscii() {
        Screen ascii = new Screen(160, false, StandardCharsets.US_ASCII);
        String text = new TableReport(ascii).render(small());
        assertThat(text.chars()).allMatch(character -> character < 128);
        assertThat(text)
                .contains("2 x Some CPU")
                .contains("x sequential", "0.500x", "1.01x  [1.00, 1.01]")
                .contains("processes #", "  # processes: task 1 failed")
                .contains("#  invalid")
                .contains("held cpu-threads: threads halve the time\n    held: 0.500 [0.480, 0.520], claimed <= 0.6")
                .contains("refuted cpu-threads: nothing is lost")
                .doesNotContain("\\u");
    }

    @Test
    void controlCharactersFromElsewhereAreShown() {
        Row row = row("evil\u001b[2J")
                .wall(seconds(2, 2))
                .invalid("one\ntwo\u0007")
                .measured();
        List<Skipped> skipped = List.of(new Skipped("countdown", "x\u001b]0;title\u0007", "no\rway"));
        String text = PLAIN.render(report(false, List.of(row), List.of(), skipped));
        assertThat(text.replace("\n", "").codePoints()).noneMatch(Character::isISOControl);
        assertThat(text).contains("evil\\u001b[2J", "one\\ntwo\\u0007", "x\\u001b]0;title\\u0007", "no\\rway");
    }

    @Test
    void coloursOnlyIfTold() {
        assertThat(PLAIN.render(small())).doesNotContain("\u001b");
        String coloured = on(160, true).render(small());
        assertThat(coloured)
                .contains("\u001b[32m✓\u001b[0m cpu-threads: threads halve the time")
                .contains("\u001b[31m✗\u001b[0m cpu-threads: nothing is lost")
                .contains("\u001b[33m?\u001b[0m cpu-threads: processes halve the time");
        assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(PLAIN.render(small()));
    }

    @Test
    void showsHighlightsAndWhatTellsRowsApart() {
        Family threads = Family.THREADS;
        Row slow = row("timed-5ms")
                .of("io-response")
                .strategy("giant-lock-timed", threads)
                .option("interval", "5ms")
                .option("spin", "no")
                .wall(seconds(1, 1.1))
                .with("requests", counts(100, 100))
                .with("latency_p50", seconds(0.005, 0.005))
                .with("latency_p99", seconds(0.01, 0.01))
                .highlights("latency_p50", "latency_p99", "requests")
                .measured();
        Row fast = row("timed-500us")
                .of("io-response")
                .strategy("giant-lock-timed", threads)
                .option("interval", "500us")
                .option("spin", "no")
                .wall(seconds(0.9, 0.95))
                .with("latency_p50", seconds(0.0005, 0.0005))
                .highlights("latency_p50", "latency_p99", "requests")
                .measured();
        Row wide = row("free")
                .of("io-response")
                .strategy("threads", threads)
                .parameter("tasks", "4")
                .cpus(0)
                .wall(seconds(2, 2))
                .measured();
        String text =
                on(Screen.UNBOUNDED, false).render(report(false, List.of(slow, fast, wide), List.of(), List.of()));
        assertThat(text.lines().skip(3).limit(5))
                .containsExactly(
                        "io-response: countdown  count=10M",
                        "label        strategy                                          family   latency_p50  95 % interval  "
                                + "× timed-500us  its interval    wall  cpu  vol. switches  invol. switches  peak memory  "
                                + "latency_p99  requests",
                        "timed-500us  giant-lock-timed tasks=2 interval=500us cpus=0,1  threads       500 µs  [500, 500]     "
                                + "           1×                925 ms  n/a            n/a              n/a          n/a  "
                                + "        n/a       n/a",
                        "timed-5ms    giant-lock-timed tasks=2 interval=5ms cpus=0,1    threads      5.00 ms  [5.00, 5.00]   "
                                + "        10.0×  [10.0, 10.0]  1.05 s  n/a            n/a              n/a          n/a  "
                                + "    10.0 ms       100",
                        "free         threads tasks=4 cpus=0                            threads          n/a                 "
                                + "                                2 s  n/a            n/a              n/a          n/a  "
                                + "        n/a       n/a");
    }

    @Test
    void comparesOnlyWithTheSameWork() {
        Row base = row("sequential").wall(seconds(1, 1)).measured();
        Row same = row("threads").wall(seconds(2, 2)).measured();
        Row more = row("more")
                .strategy("threads", Family.THREADS)
                .parameter("tasks", "4")
                .wall(seconds(3, 3))
                .measured();
        String text = PLAIN.render(report(false, List.of(base, same, more), List.of(), List.of()));
        assertThat(text.lines().filter(line -> line.contains("2×"))).hasSize(1);
        assertThat(text).doesNotContain("3×");
    }

    @Test
    void hasNoComparisonWithoutABaseline() {
        Row row = row("threads").wall(seconds(2, 2)).measured();
        Row wrong = row("sequential").wall(seconds(1, 1)).invalid("wrong").measured();
        assertThat(PLAIN.render(report(false, List.of(row, wrong), List.of(), List.of())))
                .doesNotContain("×  ")
                .doesNotContain("× sequential");
    }

    @Test
    void withoutSequentialTheFastestIsTheBaseline() {
        String text = PLAIN.render(report(
                row("slow").wall(seconds(3, 3)).measured(),
                row("fast").wall(seconds(1, 1)).measured()));
        assertThat(text).contains("× fast").contains("1×").contains("3.00×");
    }

    @Test
    void theBaselineIsALabelOrAStrategyWhereATableHasIt() {
        Row sequential = row("sequential").wall(seconds(1, 1)).measured();
        Row one = row("netty/one")
                .strategy("netty", Family.EVENT_LOOP)
                .wall(seconds(2, 2))
                .measured();
        Row other = row("netty/all")
                .strategy("netty", Family.EVENT_LOOP)
                .wall(seconds(4, 4))
                .measured();
        assertThat(PLAIN.render(report("netty/all", sequential, one, other)))
                .contains("× netty/all", "0.250×", "0.500×");
        assertThat(PLAIN.render(report("netty", sequential, one, other))).contains("× netty/one", "0.500×", "2×");
        assertThat(PLAIN.render(report("akka", sequential, one, other))).contains("× sequential", "2×", "4×");
    }

    @Test
    void fromTooFewRequestsThereIsTheSlowest() {
        Fixture threads = row("threads")
                .on("echo")
                .wall(seconds(1, 1))
                .with("latency_p50", seconds(0.001, 0.001))
                .with("latency_max", seconds(0.26, 0.26))
                .with("latency_count", counts(35, 35))
                .highlights("latency_p50", "latency_p99");
        Fixture netty = row("netty")
                .on("echo")
                .wall(seconds(1, 1))
                .with("latency_p50", seconds(0.002, 0.002))
                .with("latency_max", seconds(0.3, 0.3))
                .highlights("latency_p50", "latency_p99");
        netty.with("latency_count", counts(35, 35));
        assertThat(PLAIN.render(report(threads.measured(), netty.measured())))
                .contains("latency, slowest of 35")
                .contains("260 ms\n", "300 ms\n")
                .doesNotContain("p99");
        netty.with("latency_count", counts(34, 34));
        assertThat(PLAIN.render(report(threads.measured(), netty.measured())))
                .contains("latency, slowest of n")
                .contains("260 ms of 35", "300 ms of 34");
        netty.with("latency_p99", seconds(0.25, 0.25));
        assertThat(PLAIN.render(report(threads.measured(), netty.measured())))
                .contains("latency_p99", "slowest of 35: 260 ms", "250 ms");
    }

    @Test
    void marksForksThatHadAnotherProcessor() {
        Row slow = row("slow")
                .wall(seconds(1, 1, 1))
                .with(Claim.TICK, new Series("ns", List.of(List.of(20.0), List.of(22.4), List.of(23.0))))
                .measured();
        Row steady = row("steady")
                .wall(seconds(1, 1, 1))
                .with(Claim.TICK, new Series("ns", List.of(List.of(20.0), List.of(20.0, 20.4), List.of(19.2))))
                .measured();
        String text = PLAIN.render(report(slow, steady));
        assertThat(text)
                .contains("Java 25.0.1, 20.1 ns a tick")
                .contains("  ! slow: 2 of 3 forks ran on a processor up to 14 % slower than the run's median\n")
                .doesNotContain("! steady");
    }

    @Test
    void marksRowsThatWereStillBeingCompiled() {
        Row row = row("threads").wall(seconds(1, 1)).warmUps(1, 12, 6).measured();
        assertThat(PLAIN.render(report(row)))
                .contains(
                        "  ! threads: still compiling: in 1 of 2 forks the compiler was not quiet when warming up reached"
                                + " its limit\n");
    }

    @Test
    void whatIsNeverSeenMayStillHappen() {
        Judgement never = new Judgement(
                "e",
                "nothing is lost",
                Verdict.HELD,
                Optional.of(new Estimate(0, 0, 0, 3, 15)),
                Bound.between(0, 0),
                OptionalInt.of(15),
                Optional.empty());
        assertThat(PLAIN.render(report(false, List.of(), List.of(never), List.of())))
                .contains(
                        "    held: 0 [0, 0], claimed = 0 in each of 15 samples: otherwise in at most 20.0 % (3/15)\n");
    }

    @Test
    void sumsUpWhatCannotBeToldApart() {
        String text = PLAIN.render(report(
                row("lock-free").of("countdown").wall(seconds(1, 1.02)).measured(),
                row("threads")
                        .of("countdown")
                        .wall(seconds(1.01, 1.02))
                        .disturbed(1)
                        .measured(),
                row("akka")
                        .of("countdown")
                        .wall(seconds(2, 2.02))
                        .warmUps(1, 12, 12)
                        .measured(),
                row("netty").of("countdown").wall(seconds(3, 3.02)).measured(),
                row("broken").of("countdown").invalid("wrong").measured(),
                row("alone").of("waits").on("waits").wall(seconds(3, 3.02)).measured(),
                row("asked").of("cpu-threads").wall(seconds(3, 3.02)).measured(),
                row("other").of("cpu-threads").wall(seconds(3, 3.02)).measured()));
        assertThat(text).contains("""

                Summary  Holm's test against the fastest, at 5 %; intervals of 95 % each
                countdown: fastest by wall time is lock-free, 1.01 s; not to be told apart from it: threads (at most 1.04×)
                  2 take longer, from akka 1.99× [1.93, 2.06] to netty 2.98× [2.88, 3.08]
                  shaky: disturbed (threads), still compiling (akka)
                  invalid: broken
                """);
        assertThat(text.lines().filter(line -> line.contains("fastest by"))).hasSize(1);
    }

    @Test
    void makesATableForEachWorkloadOfAnExperiment() {
        Row one = row("threads").of("a").wall(seconds(2, 2)).measured();
        Row two = row("threads").of("b").wall(seconds(2, 2)).measured();
        Row three = row("akka").of("a").wall(seconds(2, 2)).measured();
        Row alone = row("akka").of("countdown").wall(seconds(2, 2)).measured();
        String text = PLAIN.render(report(false, List.of(one, two, three, alone), List.of(), List.of()));
        assertThat(text.lines().filter(line -> line.contains("count=10M")))
                .containsExactly(
                        "a: countdown  count=10M  tasks=2  cpus=0,1",
                        "b: countdown  count=10M  tasks=2  cpus=0,1",
                        "countdown  count=10M  tasks=2  cpus=0,1");
    }

    @Test
    void saysWhatFewForksAreWorth() {
        assertThat(legendOfForks(1)).endsWith("; one fork does not tell how forks differ");
        assertThat(legendOfForks(3))
                .endsWith("; fewer than six forks share what their table tells of how forks differ");
        assertThat(legendOfForks(6)).endsWith("by Student's t on logarithms");
    }

    private static String legendOfForks(int forks) {
        Row row = row("threads").wall(around("s", 1, forks)).measured();
        return on(Screen.UNBOUNDED, false)
                .render(report(row))
                .lines()
                .filter(line -> line.startsWith("numbers are"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void explainsWhyAValidRowIsShaky() {
        Row row = row("threads")
                .wall(seconds(2, 2))
                .remark("one fork was repeated")
                .measured();
        assertThat(PLAIN.render(report(false, List.of(row), List.of(), List.of())))
                .contains("threads !")
                .contains("  ! threads: one fork was repeated\n")
                .contains("!  shaky");
    }

    @Test
    void explainsOnlyMarksThatAreThere() {
        Row row = standard(row("threads"), 1).measured();
        assertThat(PLAIN.render(report(false, List.of(row), List.of(), List.of())))
                .doesNotContain("≈")
                .doesNotContain("shaky")
                .doesNotContain("could not be had");
    }

    @Test
    void saysThatNothingWasMeasured() {
        assertThat(PLAIN.render(report(true, List.of(), List.of(), List.of()))).isEqualTo("""
                Interleave 0.1.0 (abc1234), preset quick, seed 42
                2 × Some CPU, 8.00 GB, Linux 13, kernel 6.12, Java 25.0.1
                Interrupted: this is what was measured until then.
                Nothing was measured.
                """);
    }
}
