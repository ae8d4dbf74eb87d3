package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.interleave.workbench.report.LockExcerpt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forks that do what they should not: shell scripts in the place of a JVM. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ForkProcessTest {

    private static final ForkOrder ORDER =
            new ForkOrder("countdown", Map.of(), "threads", Map.of(), Optional.empty(), Set.of(), 5, true);
    private static final String REPORT = "printf 'sample wall_s s 1.5\\nwarm-ups 3 false\\nend\\n' >&3";
    private static final String TRACING = "printf 'sample wall_s s 1.5\\nwarm-ups 3 false\\ntracing\\n' >&3; ";
    private static final ForkOutcome MEASURED = new ForkOutcome.Measured(
            Map.of("wall_s", List.of(1.5)), Map.of("wall_s", "s"), Map.of(), 3, false, Map.of());

    @TempDir
    private Path directory = Path.of("");

    private static ForkOutcome run(String script) {
        return run(script, Duration.ofMinutes(2));
    }

    private static ForkOutcome run(String script, Duration patience) {
        return ForkProcess.run(List.of("/bin/sh", "-c", script), ORDER, patience);
    }

    @Test
    void itIsToldWhatToDoAndItsReportIsRead() {
        assertThat(run("read line; [ \"$line\" = '" + ORDER.line() + "' ] && " + REPORT))
                .isEqualTo(MEASURED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 0                                 | its JVM ended with exit status 0 and printed no reason",
                "exit 3                                 | its JVM ended with exit status 3 and printed no reason",
                "echo 'java.io.IOException: full'; exit 1 | its JVM ended with exit status 1: java.io.IOException: full",
                "echo no room >&2; exit 1               | its JVM ended with exit status 1: no room",
                "kill -9 $$                             | its JVM ended with exit status 137 and printed no reason",
                "echo round >&3; echo round >&3         | its JVM ended with exit status 0 and printed no reason",
                "echo hello >&3; sleep 1000             | its report cannot be read: no such line: hello",
                "cat /dev/zero >&3                      | its report cannot be read: it holds the byte 0",
                "echo end >&3                           | its report cannot be read: it ends before it has told anything",
                "printf 'failed why%%2C\\nend\\n' >&3   | why,",
                "sleep 1000 & exit 0                    | its JVM ended with exit status 0 and printed no reason",
            })
    void whatGoesWrongIsOneClearReason(String script, String reason) {
        assertThat(run(script)).isEqualTo(new ForkOutcome.Invalid(reason));
    }

    @Test
    void whatIsPrintedGetsNotIntoTheReportAndStopsNobody() {
        assertThat(run("echo end; yes 'sample wall_s s 7.0' | head -c 50000000; head -c 50000000 /dev/zero >&2; "
                        + REPORT))
                .isEqualTo(MEASURED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 0",
                "exit 3",
                "kill -9 $$",
                "kill -SEGV $$",
                "echo hello >&3; sleep 1000",
                "printf 'failed why\\nend\\n' >&3",
                "printf 'sample wall_s s 7.0\\nend\\n' >&3",
                "printf 'excerpt 0 5 9\\nheld 0 0 5\\nend\\n' >&3",
                "head -c 50000000 /dev/zero >&3",
            })
    void whatWasMeasuredCountsWhateverBecomesOfTheRoundThatIsTraced(String script) {
        assertThat(run(TRACING + script)).isEqualTo(MEASURED);
    }

    @Test
    void aRoundThatIsTracedHasItsOwnTimeAndNoMore() throws Exception {
        Path pids = directory.resolve("pid");

        assertThat(run("echo $$ > " + pids + "; " + TRACING + "exec sleep 1000", Duration.ofSeconds(2)))
                .isEqualTo(MEASURED);

        long fork = Long.parseLong(Files.readString(pids).strip());
        await().until(() ->
                ProcessHandle.of(fork).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void anExcerptThatWasMadeIsKept() {
        String script = TRACING + "printf 'excerpt 2 5 9\\ntask a+b b\\nheld 0 1 3\\nend\\n' >&3";

        assertThat(run(script))
                .isInstanceOfSatisfying(
                        ForkOutcome.Measured.class,
                        measured -> assertThat(measured.lockExcerpt())
                                .contains(new LockExcerpt(
                                        2,
                                        5,
                                        9,
                                        List.of(new LockExcerpt.Task("a b", "b")),
                                        List.of(new LockExcerpt.Span(0, 1, 3)))));
    }

    @ParameterizedTest
    @CsvSource({"HUP", "INT", "TERM"})
    void whatAsksProgramsToEndSaysNothingOfAStrategy(String signal) {
        assertThat(run("kill -" + signal + " $$; sleep 1000")).isIn(new ForkOutcome.Interrupted());
    }

    @Test
    void oneThatHangsIsKilledWithItsChildren() throws Exception {
        Path pids = directory.resolve("pids");

        ForkOutcome outcome = run("sleep 1000 & echo $! > " + pids + "; wait", Duration.ofSeconds(2));

        assertThat(outcome).isEqualTo(new ForkOutcome.Invalid("no round ended in 2 s, and it was killed"));
        long child = Long.parseLong(Files.readString(pids).strip());
        await().until(() ->
                ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    @Tag("thorough")
    void eachRoundHasItsOwnTime() {
        String rounds = "for i in 1 2 3 4 5 6 7 8; do sleep 1; echo round >&3; done; ";
        assertThat(run(rounds + REPORT, Duration.ofSeconds(5))).isEqualTo(MEASURED);
    }

    @Test
    @Tag("thorough")
    void oneThatStaysAfterItsReportIsKilled() throws Exception {
        Path pids = directory.resolve("pid");

        assertThat(run("echo $$ > " + pids + "; " + REPORT + "; exec sleep 1000"))
                .isEqualTo(MEASURED);

        long fork = Long.parseLong(Files.readString(pids).strip());
        await().until(() ->
                ProcessHandle.of(fork).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void aProgramThatCannotBeStartedIsTheReason() {
        assertThat(ForkProcess.run(List.of("/nowhere/java"), ORDER, Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(
                        ForkOutcome.Invalid.class,
                        invalid -> assertThat(invalid.reason())
                                .startsWith("its JVM ended with exit status 127: ")
                                .contains("/nowhere/java"));
    }
}
