package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.TaskRun;
import org.junit.jupiter.api.Test;

class StepMachineTest {

    private static final Port PORT = new Port.Inbox(0);

    /** Replies to messages until an empty one comes, then counts down and results in how many it replied to. */
    private static final class Replier extends StepMachine<Long> {

        private static final long serialVersionUID = 1;

        private int countdown = 2;
        private long replies;

        @Override
        protected Step<Long> begin(Turn turn) {
            return then(this::reply, Step.receive(PORT));
        }

        private Step<Long> reply(Turn turn) throws IOException {
            Message message = turn.message();
            if (message.size() == 0) {
                return then(this::countDown, Step.ready());
            }
            if (message.size() > Long.BYTES) {
                throw new IOException("too long");
            }
            replies++;
            return then(this::begin, Step.send(PORT, message));
        }

        private Step<Long> countDown(Turn turn) {
            return countdown-- > 0 ? Step.ready() : Step.done(replies);
        }
    }

    /** Looks a few times before it goes on, in its first state. */
    private static final class Looker extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private int looks;

        @Override
        protected Step<String> begin(Turn turn) {
            return ++looks < 3 ? Step.sleep(Duration.ofMillis(looks)) : then(end -> Step.done("seen"), Step.ready());
        }
    }

    private static <R extends Serializable> TaskRun<R> run(Task<R> task) {
        return new Run<>(Job.of(List.of(task)), Cells.UNPROTECTED).tasks().getFirst();
    }

    private static <R extends Serializable> Step<R> resume(TaskRun<R> task, Message message) throws Exception {
        task.deliver(message);
        return task.resume(1);
    }

    @Test
    void eachStateSaysWhichIsNext() throws Exception {
        TaskRun<Long> task = run(new Replier());
        assertThat(task.resume(1)).isEqualTo(Step.receive(PORT));
        assertThat(resume(task, Message.of(7))).isEqualTo(Step.send(PORT, Message.of(7)));
        assertThat(task.resume(1)).isEqualTo(Step.receive(PORT));
        assertThat(resume(task, Message.EMPTY)).isEqualTo(Step.ready());
        assertThat(task.resume(1)).isEqualTo(Step.ready());
        assertThat(task.resume(1)).isEqualTo(Step.ready());
        assertThat(task.resume(1)).isEqualTo(Step.done(1L));
    }

    @Test
    void aStateThatNamesNoOtherStays() throws Exception {
        TaskRun<String> task = run(new Looker());
        assertThat(task.resume(1)).isEqualTo(Step.sleep(Duration.ofMillis(1)));
        assertThat(task.resume(1)).isEqualTo(Step.sleep(Duration.ofMillis(2)));
        assertThat(task.resume(1)).isEqualTo(Step.ready());
        assertThat(task.resume(1)).isEqualTo(Step.done("seen"));
    }

    @Test
    void whatAStateThrowsIsTheTasksFailure() throws Exception {
        TaskRun<Long> task = run(new Replier());
        task.resume(1);
        assertThatThrownBy(() -> resume(task, Message.copyOf(new byte[9])))
                .isInstanceOf(IOException.class)
                .hasMessage("too long");
    }

    @Test
    void aCopyMadeBetweenTwoTurnsGoesOnByItself() throws Exception {
        Replier original = new Replier();
        TaskRun<Long> first = run(original);
        first.resume(1);
        resume(first, Message.of(1));
        first.resume(1);

        TaskRun<Long> copied = run(copy(bytes(original)));
        assertThat(resume(copied, Message.of(2))).isEqualTo(Step.send(PORT, Message.of(2)));
        copied.resume(1);
        resume(copied, Message.EMPTY);
        copied.resume(1);
        copied.resume(1);
        assertThat(copied.resume(1)).isEqualTo(Step.done(2L));

        resume(first, Message.EMPTY);
        first.resume(1);
        first.resume(1);
        assertThat(first.resume(1)).isEqualTo(Step.done(1L));
    }

    @Test
    void oneThatHasNotBegunIsShippedWithoutAState() throws Exception {
        assertThat(text(bytes(new Replier()))).contains("Replier").doesNotContain("SerializedLambda");
        Replier begun = new Replier();
        run(begun).resume(1);
        assertThat(text(bytes(begun))).contains("SerializedLambda");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(Replier task) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(task);
        }
        return bytes.toByteArray();
    }

    private static Replier copy(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (Replier) in.readObject();
        }
    }
}
