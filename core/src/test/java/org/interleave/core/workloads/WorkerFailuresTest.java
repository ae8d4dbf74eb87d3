package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.interleave.core.Completion;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.TaskFailure;
import org.interleave.core.WrongResultException;
import org.junit.jupiter.api.Test;

class WorkerFailuresTest {

    private static final String WORKER = "worker-1 pid 77";

    private final WorkerFailures workload = new WorkerFailures();
    private final Round<Long> round =
            workload.prepare(TestRun.parameters(workload, Map.of("others", "8", "work", "100")));

    private static boolean lives(Task<Long> task) {
        return task instanceof CountdownTask;
    }

    /** What comes of the tasks if the doomed are lost, each with what an error has to say. */
    private List<Completion<Long>> completions() {
        List<Completion<Long>> completions = new ArrayList<>();
        for (Task<Long> task : tasks()) {
            int index = completions.size();
            completions.add(
                    task instanceof CountdownTask survivor
                            ? new Completion.Succeeded<>(index, WORKER, survivor.oracle())
                            : lost(
                                    index,
                                    "task " + index + " was lost with " + WORKER + ", which ended with "
                                            + DoomedTask.fateOf(task).sign()));
        }
        return completions;
    }

    private static Completion<Long> lost(int task, String message) {
        return new Completion.Failed<>(task, WORKER, TaskFailure.of(new IllegalStateException(message)));
    }

    @SuppressWarnings("unchecked")
    private List<Task<Long>> tasks() {
        return (List<Task<Long>>) round.job().tasks();
    }

    private Map<String, Metric> verify(List<Completion<Long>> completions) {
        return round.verify(new Outcome<>(completions, List.of(), false, Map.of()));
    }

    @Test
    void oneTaskOfEachFateStandsAmongTheOthers() {
        assertThat(tasks()).hasSize(12).filteredOn(task -> !lives(task)).hasSize(4);
        assertThat(tasks().stream().filter(task -> !lives(task)).map(DoomedTask::fateOf))
                .containsExactly(DoomedTask.Fate.values());
        assertThat(lives(tasks().getFirst())).isTrue();
    }

    @Test
    void theLossOfTheDoomedIsAsItShouldBe() {
        Map<String, Metric> metrics = verify(completions());
        assertThat(TestRun.value(metrics, "doomed_lost")).isEqualTo(4);
        assertThat(TestRun.value(metrics, "others_lost")).isZero();
        assertThat(TestRun.value(metrics, "unclear_errors")).isZero();
    }

    @Test
    void theLossOfAnotherIsCounted() {
        List<Completion<Long>> completions = completions();
        completions.set(0, lost(0, "task 0 was lost with " + WORKER));
        assertThat(TestRun.value(verify(completions), "others_lost")).isEqualTo(1);
    }

    @Test
    void anErrorThatDoesNotSayWhatHappenedIsCounted() {
        List<Completion<Long>> completions = completions();
        for (int task = 0; task < completions.size(); task++) {
            if (!lives(tasks().get(task))) {
                completions.set(task, lost(task, "something was lost with " + WORKER));
            }
        }
        assertThat(TestRun.value(verify(completions), "unclear_errors")).isEqualTo(4);
    }

    @Test
    void aWrongResultIsRefused() {
        List<Completion<Long>> completions = completions();
        completions.set(0, new Completion.Succeeded<>(0, WORKER, 1L));
        assertThatThrownBy(() -> verify(completions))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("task 0");
    }

    @Test
    void theUnknownTaskCanBeWrittenButItsClassIsOnNoClassPath() throws IOException {
        Task<Long> task = DoomedTask.of(DoomedTask.Fate.UNKNOWN);
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            out.writeObject(task);
        }
        assertThat(task.getClass().getName()).isEqualTo(UnknownTask.CLASS);
        assertThatThrownBy(() -> Class.forName(UnknownTask.CLASS)).isInstanceOf(ClassNotFoundException.class);
    }
}
