package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be told of an excerpt; what it has to be, {@link ReportReaderTest} tells. */
class LockExcerptTest {

    @Test
    void whoHeldTheLockAndNobodyAddUpToTheWhole() {
        LockExcerpt excerpt = Fixture.excerpt("one", "other");

        assertThat(excerpt.heldNanos(0)).isEqualTo(6_000_000);
        assertThat(excerpt.timesHeld(0)).isEqualTo(2);
        assertThat(excerpt.heldNanos(1)).isEqualTo(3_000_000);
        assertThat(excerpt.timesHeld(1)).isEqualTo(1);
        assertThat(excerpt.freeNanos()).isEqualTo(1_000_000);
    }

    @Test
    void takingTheLockAgainIsNoHandover() {
        List<LockExcerpt.Task> tasks = List.of(new LockExcerpt.Task("a", "a"), new LockExcerpt.Task("b", "b"));
        List<LockExcerpt.Span> spans = List.of(
                new LockExcerpt.Span(0, 0, 1),
                new LockExcerpt.Span(0, 1, 1),
                new LockExcerpt.Span(1, 3, 2),
                new LockExcerpt.Span(0, 5, 1));

        assertThat(new LockExcerpt(0, 6, 6, tasks, spans).handovers()).isEqualTo(2);
        assertThat(new LockExcerpt(0, 6, 6, tasks, List.of()).handovers()).isZero();
        assertThat(new LockExcerpt(0, 6, 6, List.of(), List.of()).freeNanos()).isEqualTo(6);
    }
}
