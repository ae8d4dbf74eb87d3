package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.interleave.core.StrategyException;
import org.interleave.core.WrongResultException;
import org.junit.jupiter.api.Test;

class ForkFailureTest {

    private static String died(String printed) {
        return ForkFailure.died(1, printed.lines().toList());
    }

    @Test
    void theExceptionThatEndedTheForkIsTheReasonNotTheEndOfItsStackTrace() {
        assertThat(died("""
                        # VM version: 25
                        Exception in thread "main" java.net.SocketException: Network is unreachable
                        \tat java.base/sun.nio.ch.Net.connect0(Native Method)
                        \tat org.acme.Fork.main(Fork.java:75)

                        """))
                .isEqualTo("its JVM ended with exit status 1: java.net.SocketException: Network is unreachable");
    }

    @Test
    void ofACauseTheInnermostIsTheReason() {
        assertThat(died("""
                        java.lang.IllegalStateException: cannot open
                        \tat org.acme.Strategy.open(Strategy.java:7)
                        Caused by: java.io.IOException: Too many open files
                        \tat org.acme.Pipe.make(Pipe.java:9)
                        \t... 12 more
                        """)).endsWith(": java.io.IOException: Too many open files");
    }

    @Test
    void aJvmThatDoesNotStartSaysWhy() {
        assertThat(died("""
                        Picked up JAVA_TOOL_OPTIONS: -Xmx10m
                        Error occurred during initialization of VM
                        Initial heap size set to a larger value than the maximum heap size
                        """)).endsWith(": Initial heap size set to a larger value than the maximum heap size");
    }

    @Test
    void aForkThatPrintedNothingOfUseIsToldByItsStatus() {
        assertThat(died("# JRE version: 25\n\n")).isEqualTo("its JVM ended with exit status 1 and printed no reason");
    }

    @Test
    void aMessageOfManyLinesIsCutToTheFirst() {
        IOException cause = new IOException("error: 24 (Too many open files) \nPossible reasons:\n  - others");

        assertThat(ForkFailure.reason(new IllegalStateException(cause)))
                .isEqualTo("IOException: error: 24 (Too many open files)");
        assertThat(ForkFailure.reason(new IllegalStateException(
                        new StrategyException("cannot start worker 3: " + cause.getMessage(), cause))))
                .isEqualTo("cannot start worker 3: error: 24 (Too many open files)");
    }

    @Test
    void aReasonIsBoundedAndHoldsNoControlCharacters() {
        String reason = ForkFailure.reason(new IOException("\u001b[2J" + "x".repeat(1_000_000)));

        assertThat(reason)
                .hasSizeLessThanOrEqualTo(300)
                .doesNotContain("\u001b")
                .startsWith("IOException: ");
    }

    @Test
    void aWrongResultSpeaksForItself() {
        assertThat(ForkFailure.reason(new IllegalStateException(new WrongResultException("4, not 5"))))
                .isEqualTo("wrong result: 4, not 5");
    }
}
