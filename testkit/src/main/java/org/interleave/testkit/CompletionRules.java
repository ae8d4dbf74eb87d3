package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;

/** How the rules about the ends of tasks are checked: {@link Rule#R2}, {@link Rule#R3}, {@link Rule#R4}. */
final class CompletionRules {

    private final Subject subject;

    CompletionRules(Subject subject) {
        this.subject = subject;
    }

    /** R2. Looked at again after closing: a task that runs a second time may do so late. */
    void eachTaskRunsExactlyOnce() throws InterruptedException {
        int size = 40;
        List<CountedTask> tasks = IntStream.range(0, size)
                .mapToObj(index -> new CountedTask(subject.markers(), index))
                .toList();
        Execution execution = subject.open();
        try {
            Outcome<String> outcome = execution.run(Job.of(tasks));
            assertThat(outcome.completions()).as("completions").hasSize(size);
            assertThat(outcome.results()).as("results").doesNotHaveDuplicates().hasSize(size);
            assertThat(outcome.completions())
                    .as("workers")
                    .allSatisfy(completion -> assertThat(completion.worker()).isNotBlank());
            assertEachCounted(size);
        } finally {
            execution.close();
        }
        assertEachCounted(size);
    }

    private void assertEachCounted(int size) {
        for (int index = 0; index < size; index++) {
            assertThat(subject.markers().count(CountedTask.ended(index)))
                    .as("how often task %d ran to its end", index)
                    .isEqualTo(1);
        }
    }

    /** R3. The first submitted sleeps longest. */
    void completionsComeInTheOrderOfSubmission() throws InterruptedException {
        int size = 12;
        List<SleepingTask> tasks = IntStream.range(0, size)
                .mapToObj(index -> new SleepingTask(Duration.ofMillis(4L * (size - index)), "result " + index))
                .toList();
        List<Completion<String>> expectedButForWorkers = IntStream.range(0, size)
                .<Completion<String>>mapToObj(index -> new Completion.Succeeded<>(index, "", "result " + index))
                .toList();
        try (Execution execution = subject.open()) {
            List<Completion<String>> completions = execution.run(Job.of(tasks)).completions();
            assertThat(completions)
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("worker")
                    .containsExactlyElementsOf(expectedButForWorkers);
        }
    }

    /** R4. */
    void failingTasksFailAlone() throws InterruptedException {
        List<Task<String>> tasks = new ArrayList<>();
        tasks.add(new SleepingTask(Duration.ofMillis(1), "fine"));
        for (FailingTask.Way way : FailingTask.Way.values()) {
            tasks.add(new FailingTask(way));
            tasks.add(new SleepingTask(Duration.ofMillis(50), "fine"));
        }
        try (Execution execution = subject.open()) {
            List<Completion<String>> completions = execution.run(Job.of(tasks)).completions();
            assertThat(completions).hasSameSizeAs(tasks);
            for (int index = 0; index < tasks.size(); index++) {
                assertEndedAsMeant(tasks.get(index), completions.get(index));
            }
            assertThat(execution
                            .run(Job.of(SleepingTask.alike(2, Duration.ZERO, "fine")))
                            .results())
                    .as("results of a run after one with failures")
                    .containsOnly("fine");
        }
    }

    private static void assertEndedAsMeant(Task<String> task, Completion<String> completion) {
        switch (completion) {
            case Completion.Succeeded<String> succeeded ->
                assertThat(task).as("the task that succeeded").isInstanceOf(SleepingTask.class);
            case Completion.Failed<String> failed -> {
                assertThat(task).as("the task that failed").isInstanceOf(FailingTask.class);
                Throwable thrown = ((FailingTask) task).way.thrown();
                assertThat(failed.failure().type()).isEqualTo(thrown.getClass().getName());
                String message = thrown.getMessage();
                assertThat(failed.failure().message()).isEqualTo(message == null ? "" : message);
            }
            case Completion.Cancelled<String> cancelled -> throw new AssertionError("nobody cancelled " + cancelled);
        }
    }

    /** Takes a few turns with a wait between, and marks its end, also when it is resumed after that. */
    private static final class CountedTask implements Task<String> {

        private static final long serialVersionUID = 1;

        private final MarkerFiles markers;
        private final int index;
        private int turns;

        CountedTask(MarkerFiles markers, int index) {
            this.markers = markers;
            this.index = index;
        }

        static String ended(int index) {
            return "ended-" + index;
        }

        @Override
        public Step<String> advance(Turn turn) throws IOException {
            turns++;
            if (turns == 2) {
                return Step.sleep(Duration.ofNanos(1));
            }
            if (turns < 4) {
                return Step.ready();
            }
            markers.mark(ended(index));
            return Step.done(index + ": " + Tick.seed(index));
        }
    }

    /** Throws in its second turn. */
    private static final class FailingTask implements Task<String> {

        /** What it throws. */
        enum Way {
            CHECKED,
            UNCHECKED,
            ERROR,
            WITHOUT_MESSAGE;

            Throwable thrown() {
                return switch (this) {
                    case CHECKED -> new FileNotFoundException("no such markers");
                    case UNCHECKED -> new IllegalStateException("gave up: état impossible");
                    case ERROR -> new AssertionError("never true");
                    case WITHOUT_MESSAGE -> new UnsupportedOperationException();
                };
            }
        }

        private static final long serialVersionUID = 1;

        private final Way way;
        private boolean begun;

        FailingTask(Way way) {
            this.way = way;
        }

        @Override
        public Step<String> advance(Turn turn) throws Exception {
            if (!begun) {
                begun = true;
                return Step.ready();
            }
            switch (way.thrown()) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                default -> throw new AssertionError("neither exception nor error");
            }
        }
    }
}
