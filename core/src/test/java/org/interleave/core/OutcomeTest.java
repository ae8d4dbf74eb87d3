package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static Outcome<String> outcome(Completion<String> second) {
        return new Outcome<>(List.of(new Completion.Succeeded<>(0, "w", "a"), second), List.of(), false, Map.of());
    }

    @Test
    void resultsAreThoseOfTheCompletions() {
        assertThat(outcome(new Completion.Succeeded<>(1, "w", "b")).results()).containsExactly("a", "b");
    }

    @Test
    void resultsAreOneForEachTaskInItsPlace() {
        assertThat(outcome(new Completion.Succeeded<>(1, "w", "b")).results(2)).containsExactly("a", "b");
        assertThatThrownBy(
                        () -> outcome(new Completion.Succeeded<>(1, "w", "b")).results(3))
                .isInstanceOf(WrongResultException.class)
                .hasMessage("2 tasks completed of a job of 3");
        assertThatThrownBy(
                        () -> outcome(new Completion.Succeeded<>(0, "w", "b")).results(2))
                .isInstanceOf(WrongResultException.class)
                .hasMessage("the completion of task 0 stands in the place of task 1");
    }

    @Test
    void failedTasksHaveNoResult() {
        TaskFailure failure = TaskFailure.of(new IllegalStateException("broken"));
        assertThatThrownBy(
                        () -> outcome(new Completion.Failed<>(1, "w", failure)).results())
                .isInstanceOf(WrongResultException.class)
                .hasMessage("task 1 failed: java.lang.IllegalStateException: broken")
                .cause()
                .isInstanceOf(TaskFailedException.class)
                .hasMessage(failure.trace().stripTrailing())
                .hasMessageContaining("at org.interleave.core.OutcomeTest");
    }

    @Test
    void cancelledTasksHaveNoResult() {
        assertThatThrownBy(() -> outcome(new Completion.Cancelled<>(1, "w")).results())
                .isInstanceOf(WrongResultException.class)
                .hasMessage("task 1 was cancelled");
    }

    @Test
    void aFailureIsToldBeforeWhatWasCancelledForIt() {
        TaskFailure failure = TaskFailure.of(new IllegalStateException("broken"));
        Outcome<String> outcome = new Outcome<>(
                List.of(new Completion.Cancelled<>(0, "w"), new Completion.Failed<>(1, "w", failure)),
                List.of(),
                false,
                Map.of());
        assertThat(outcome.firstFailed()).map(Completion::task).contains(1);
        assertThatThrownBy(outcome::results)
                .isInstanceOf(WrongResultException.class)
                .hasMessageStartingWith("task 1 failed");
        assertThat(OutcomeTest.outcome(new Completion.Cancelled<>(1, "w")).firstFailed())
                .isEmpty();
    }

    @Test
    void failureWithoutMessageIsItsType() {
        TaskFailure failure = TaskFailure.of(new UnsupportedOperationException());
        assertThat(failure.message()).isEmpty();
        assertThat(failure.summary()).isEqualTo("java.lang.UnsupportedOperationException");
        assertThat(failure.trace()).contains("OutcomeTest");
    }
}
