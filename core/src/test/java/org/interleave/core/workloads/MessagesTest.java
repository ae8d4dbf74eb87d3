package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.WrongResultException;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private final Messages messages = new Messages();
    private final Round<Long> round = messages.prepare(TestRun.parameters(messages, Map.of("count", "10")));

    @Test
    void aWrongCountOrSumIsRefused() throws Exception {
        Outcome<Long> outcome = TestRun.onThreads(round.job(), 100);
        assertThat(outcome.results()).containsExactly(10L, 45L);
        assertThatThrownBy(() -> round.verify(TestRun.withResult(outcome, 0, 9L)))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("sent 9");
        assertThatThrownBy(() -> round.verify(TestRun.withResult(outcome, 1, 44L)))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("add up to 44");
    }

    @Test
    void messagesOutOfOrderAreRefusedThoughTheSumIsRight() throws Exception {
        Task<Long> consumer = round.job().tasks().get(1);
        Outcome<Long> outcome = TestRun.onThreads(Job.of(List.of(new Swapping(), consumer)), 100);
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("received 5 where 4 was next");
    }

    @Test
    void theTwinsStartWhereTheTasksStartAndNeedAnInstance() {
        List<Kernel<Long>> twins = round.job().tasks().stream()
                .map(task -> task.kernel().orElseThrow())
                .toList();

        assertThat(messages.hasInstanceKernels()).isTrue();
        assertThat(messages.hasKernels()).isFalse();
        assertThat(twins).allMatch(Kernel::inInstance);
        assertThat(twins).extracting(Kernel::name).containsExactly("produce", "consume");
        assertThat(twins.get(0).words()).containsExactly(0L, 10L, 8L, 1L);
        assertThat(twins.get(1).words()).containsExactly(0L, 0L, 10L);
        assertThat(twins.get(1).result().apply(Kernel.Results.ofWords(45, 10, 10)))
                .isEqualTo(45L);
    }

    /** Sends 4 after 5. */
    private static final class Swapping implements Task<Long> {

        private static final long serialVersionUID = 1;

        private long sent;

        @Override
        public Step<Long> advance(Turn turn) {
            if (sent == 10) {
                return Step.done(sent);
            }
            long number = sent == 4 || sent == 5 ? 9 - sent : sent;
            sent++;
            return Step.send(new Port.Inbox(1), Message.of(number));
        }
    }
}
