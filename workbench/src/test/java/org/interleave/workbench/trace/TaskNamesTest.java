package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.interleave.threads.LockTrace.Kind;
import org.junit.jupiter.api.Test;

/** Tasks are called by their roles. */
class TaskNamesTest {

    private static TaskNames names(String... roles) {
        return TraceFixture.named(TraceFixture.queue(4), List.of(roles)).names();
    }

    @Test
    void aRoleThatSeveralHaveIsToldApartByThePlace() {
        TaskNames names = names("server", "background", "background");

        assertThat(names.name(0)).isEqualTo("server");
        assertThat(names.name(1)).isEqualTo("background 1");
        assertThat(names.name(2)).isEqualTo("background 2");
        assertThat(names.name(3)).as("has none").isEqualTo("task 3");
        assertThat(names.role(1)).isEqualTo("background");
    }

    @Test
    void aThreadWithoutTaskIsToldToBeOne() {
        Timeline timeline =
                Timeline.of(List.of(RecordedEvents.of(-1).at(0, Kind.BEGUN).at(1, Kind.ENDED)));

        assertThat(TraceFixture.named(timeline, List.of("server")).names().name(-1))
                .isEqualTo("no task");
    }

    @Test
    void whatPlugsInMayCallThemAsItLikes() {
        TaskNames names = names("  ", "a\u001b[31mb\nc", "x".repeat(10_000));

        assertThat(names.name(0)).isEqualTo("task 0");
        assertThat(names.name(1)).isEqualTo("a\\u001b[31mb\\nc");
        assertThat(names.name(2)).hasSizeLessThan(50).startsWith("xxx").endsWith("...");
    }
}
