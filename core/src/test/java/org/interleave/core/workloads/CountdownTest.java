package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.interleave.core.Kernel;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.WrongResultException;
import org.junit.jupiter.api.Test;

class CountdownTest {

    private final Countdown countdown = new Countdown();

    private Round<Long> round(String count, String tasks) {
        return countdown.prepare(TestRun.parameters(countdown, Map.of("count", count, "tasks", tasks)));
    }

    @Test
    void aWrongStateIsRefused() throws Exception {
        Round<Long> round = round("100", "2");
        Outcome<Long> outcome = TestRun.onThreads(round.job(), 10);
        long state = outcome.results().get(1);
        assertThatThrownBy(() -> round.verify(TestRun.withResult(outcome, 1, state ^ 1)))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("task 1");
    }

    @Test
    void theWholeCountIsSharedOut() {
        List<Long> shares = round("11", "4").job().tasks().stream()
                .map(Task::kernel)
                .map(kernel -> kernel.orElseThrow().words().get(1))
                .toList();
        assertThat(shares).containsExactly(3L, 3L, 3L, 2L);
    }

    @Test
    void theTwinStartsWhereTheTaskStarts() {
        Kernel<Long> twin = round("10", "1").job().tasks().getFirst().kernel().orElseThrow();
        assertThat(twin.name()).isEqualTo("countdown");
        assertThat(twin.words()).containsExactly(Tick.seed(0), 10L);
        assertThat(twin.result().apply(Kernel.Results.ofWords(5))).isEqualTo(5L);
    }
}
