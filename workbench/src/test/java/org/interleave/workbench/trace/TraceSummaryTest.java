package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.interleave.workbench.report.Screen;
import org.junit.jupiter.api.Test;

/** What the terminal shows of a trace. */
class TraceSummaryTest {

    private static List<String> lines(Timeline timeline, int width, List<String> roles) {
        return TraceSummary.lines(
                TraceFixture.report("echo", timeline, roles), new Screen(width, false, StandardCharsets.UTF_8));
    }

    @Test
    void theVerdictTheSharesAndTheMatrixComeFirst() {
        assertThat(lines(TraceFixture.conversation(), 200, List.of("server", "background")))
                .startsWith(
                        "echo under giant-lock-tick: 100 ms, of which the trace covers 100 ms",
                        "server waited 53.0 % of the run for the lock, of which 94.3 % for background; it asked twice"
                                + " and got the lock after 11.0 ms (median of 2 waits, the longest 42.0 ms).",
                        "held by  server 10.0 %; background 76.0 %; free, being handed over 6.0 %;"
                                + " free, nobody awake 8.0 %",
                        "",
                        "who waited  of the run   in all  for server  for background  free, being handed over",
                        "server          53.0 %  53.0 ms           -         50.0 ms                  3.00 ms",
                        "background      16.0 %  16.0 ms     10.0 ms               -                  6.00 ms",
                        "",
                        "longest waits      for     from  asked  woke in vain  who held the lock meanwhile")
                .contains("tracing  1.01× [0.98, 1.04] the time without it, over 7 pairs of runs: no difference shown");
    }

    @Test
    void aMatrixThatDoesNotFitIsLeftToThePage() {
        List<String> roles = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l");

        assertThat(lines(TraceFixture.queue(12), 200, roles))
                .anySatisfy(line -> assertThat(line).startsWith("who waited  of the run"));
        assertThat(lines(TraceFixture.queue(12), 60, roles))
                .contains("Who waited for whom is too wide for this screen; it is in", "  the page.")
                .noneSatisfy(line -> assertThat(line).startsWith("who waited"));
    }

    @Test
    void noLineIsWiderThanTheScreen() {
        for (int width : new int[] {40, 60, 80, 120}) {
            assertThat(lines(TraceFixture.queue(100), width, Collections.nCopies(99, "sleeper")))
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        }
    }

    @Test
    void withoutContentionThereIsNoMatrix() {
        assertThat(lines(TraceFixture.unknownProcessor(), 100, List.of("main")))
                .contains("No task waited for the lock, which was held 89.0 % of the run.")
                .noneSatisfy(line -> assertThat(line).startsWith("who waited"));
    }
}
