package org.interleave.processes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogLimiterTest {

    private final List<String> written = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();
    private final LogLimiter log = new LogLimiter(written::add, clock::get);

    @Test
    void ofEachKindAFewLinesAMinuteAreWrittenHoweverTheyAlternate() {
        for (int i = 0; i < 10_000; i++) {
            log.accept("refusals", "refusal " + i);
            log.accept("garbage", "garbage " + i);
        }
        assertThat(written)
                .hasSize(2 * LogLimiter.LINES)
                .startsWith("refusal 0", "garbage 0", "refusal 1", "garbage 1");
    }

    @Test
    void whatWasWithheldIsToldWhenTheMinuteIsOver() {
        for (int i = 0; i < 100; i++) {
            log.accept("refusals", "refusal " + i);
        }
        clock.addAndGet(LogLimiter.WINDOW.toNanos() - 1);
        log.flush();
        assertThat(written).hasSize(LogLimiter.LINES);
        clock.incrementAndGet();
        log.flush();
        assertThat(written)
                .hasSize(LogLimiter.LINES + 1)
                .last()
                .isEqualTo("... and 95 more like that within a minute, the last: refusal 99");
        log.accept("refusals", "another");
        assertThat(written).last().isEqualTo("another");
    }

    @Test
    void closingTellsOfAllThatWasWithheld() {
        for (int i = 0; i <= LogLimiter.LINES; i++) {
            log.accept("refusals", "refusal " + i);
        }
        log.close();
        assertThat(written).last().isEqualTo("... and 1 more like that within a minute, the last: refusal 5");
    }

    @Test
    void moreKindsThanAreToldApartAreOne() {
        for (int i = 0; i < 10_000; i++) {
            log.accept("kind " + i, "line");
        }
        assertThat(written).hasSizeLessThan(LogLimiter.KINDS + LogLimiter.LINES);
    }

    @Test
    void linesArePrintableAndHaveAnEnd() {
        log.accept("refusals", "a\n\u001b[31mred" + "x".repeat(100_000));
        assertThat(written.getFirst()).startsWith("a\\n\\u001b[31mredxxx").hasSizeLessThan(2_000);
    }
}
