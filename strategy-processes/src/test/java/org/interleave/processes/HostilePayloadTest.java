package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.processes.pool.Pools;
import org.interleave.processes.pool.TaskTimeoutException;
import org.interleave.processes.wire.Codec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks and results whose packing or unpacking runs deep, or does not end. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostilePayloadTest {

    private static final int LINKS = 10_000;

    private static final class Node implements Serializable {

        @Serial
        private static final long serialVersionUID = 1;

        private final @Nullable Node next;

        private Node(@Nullable Node next) {
            this.next = next;
        }

        static Node chain(int links) {
            Node node = new Node(null);
            for (int link = 0; link < links; link++) {
                node = new Node(node);
            }
            return node;
        }

        int links() {
            int links = 0;
            for (Node node = next; node != null; node = node.next) {
                links++;
            }
            return links;
        }
    }

    private record Returns(Node chain) implements Task<Node> {
        @Override
        public Step<Node> advance(Turn turn) {
            return Step.done(chain);
        }
    }

    private record Makes(int links) implements Task<Node> {
        @Override
        public Step<Node> advance(Turn turn) {
            return Step.done(Node.chain(links));
        }
    }

    @ParameterizedTest
    @EnumSource
    void chainOfTenThousandLinksGoesThereAndBack(Codec codec) throws InterruptedException {
        try (Execution execution = Pools.open(Map.of("workers", "1", "codec", codec.text()))) {
            List<Node> results = execution
                    .run(Job.<Node>of(List.of(new Returns(Node.chain(LINKS)), new Makes(3))))
                    .results();
            assertThat(results).extracting(Node::links).containsExactly(LINKS, 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNestedMoreDeeplyThanAllowedIsRefusedWithTheOptionThatAllowsIt(Codec codec) throws InterruptedException {
        Map<String, String> options = Map.of("workers", "1", "codec", codec.text(), "object-depth", "200");
        try (Execution execution = Pools.open(options)) {
            Outcome<Node> outcome = execution.run(Job.<Node>of(List.of(new Makes(600), new Makes(3))));
            assertThat(Pools.failed(outcome)).containsExactly(0);
            assertThat(Pools.failure(outcome, 0))
                    .contains("the result of task 0 cannot be taken in: ")
                    .contains("nested more than 200 deep; raise that with object-depth=");
        }
    }

    /** In the process that made the task: waits for a minute, whoever interrupts it. */
    private static void hangIn(long process) {
        if (ProcessHandle.current().pid() == process) {
            HANGS.countDown();
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < TimeUnit.MINUTES.toNanos(1)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                Thread.interrupted();
            }
        }
    }

    private static final CountDownLatch HANGS = new CountDownLatch(1);

    private static final class HangsWhenUnpacked implements Serializable {

        @Serial
        private static final long serialVersionUID = 1;

        private final long where;

        HangsWhenUnpacked(long where) {
            this.where = where;
        }

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            hangIn(where);
        }
    }

    private static final class HangsWhenPacked implements Task<Serializable> {

        @Serial
        private static final long serialVersionUID = 1;

        private final long where = ProcessHandle.current().pid();

        @Serial
        private void writeObject(ObjectOutputStream out) throws IOException {
            out.defaultWriteObject();
            hangIn(where);
        }

        @Override
        public Step<Serializable> advance(Turn turn) {
            return Step.done("never");
        }
    }

    private static Task<Serializable> hangsWhenUnpacked() {
        long here = ProcessHandle.current().pid();
        return turn -> Step.done(new HangsWhenUnpacked(here));
    }

    /** Sets in sets: to hash one takes twice as long as to hash those in it. */
    private static Serializable bomb() {
        return Tasks.setsInSets(100);
    }

    @Tag("thorough")
    @Test
    void packingAndUnpackingAreWithinTheTaskTimeout() throws InterruptedException {
        List<Task<Serializable>> tasks = List.of(hangsWhenUnpacked(), new HangsWhenPacked(), turn -> Step.done(bomb()));
        try (Execution execution = Pools.open(Map.of("workers", "1", "task-timeout", "6s"))) {
            Outcome<Serializable> outcome = execution.run(Job.of(tasks));
            assertThat(Pools.failed(outcome)).containsExactly(0, 1, 2);
            String timeout = TaskTimeoutException.class.getName() + ": ";
            assertThat(Pools.failure(outcome, 0))
                    .isEqualTo(timeout + "the result of task 0 could not be unpacked within task-timeout=6s");
            assertThat(Pools.failure(outcome, 1))
                    .isEqualTo(timeout + "task 1 could not be packed within task-timeout=6s");
            assertThat(Pools.failure(outcome, 2))
                    .isEqualTo(timeout + "the result of task 2 could not be unpacked within task-timeout=6s");
            assertThat(execution.run(Job.of(List.of(Tasks.answer("on")))).results())
                    .containsExactly("on");
        }
    }

    @Tag("thorough")
    @Test
    void closingEndsARunWhoseTasksAndResultsDoNotEnd() throws Exception {
        Execution execution = Pools.open(Map.of("workers", "2"));
        Task<Serializable> spins = turn -> {
            while (true) {
                Thread.onSpinWait();
            }
        };
        CompletableFuture<Outcome<Serializable>> run = Pools.start(execution, List.of(hangsWhenUnpacked(), spins));
        HANGS.await();
        execution.close();
        assertThat(run.get(1, TimeUnit.MINUTES).completions())
                .hasSize(2)
                .allMatch(completion -> completion instanceof Completion.Cancelled);
        assertThat(ProcessHandle.current().children()).isEmpty();
    }
}
