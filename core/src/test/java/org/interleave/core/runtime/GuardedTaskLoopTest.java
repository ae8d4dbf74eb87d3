package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.DirectBody;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Message;
import org.interleave.core.NativeCall;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies in direct style on their task's own thread. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuardedTaskLoopTest {

    private static final String WORKER = "worker";
    private static final int BUDGET = 100;

    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger checkpoints = new AtomicInteger();

    private final AtomicBoolean held = new AtomicBoolean();

    private final Guard guard = new Guard() {
        @Override
        public void acquire() {
            assertThat(held.getAndSet(true)).isFalse();
        }

        @Override
        public void release() {
            assertThat(held.getAndSet(false)).isTrue();
        }

        @Override
        public void checkpoint() {
            assertThat(held).isTrue();
            checkpoints.incrementAndGet();
        }
    };

    private Run<Long> run(DirectBody<Long> body) {
        return new Run<>(Job.of(List.of(Task.direct(body))), Cells.UNPROTECTED);
    }

    /** Runs a body on this thread. */
    private Completion<Long> ran(Run<Long> run) throws InterruptedException {
        new GuardedTaskLoop(guard, BUDGET, Inbox.forTasks(1)).run(run.tasks().getFirst(), WORKER);
        return run.await().getFirst();
    }

    @Test
    void bodiesPassACheckpointAfterEachBudgetOfTicks() throws InterruptedException {
        Thread own = Thread.currentThread();
        Completion<Long> completion = ran(run(steps -> {
            for (int turn = 0; turn < 10; turn++) {
                steps.worked(BUDGET / 2);
            }
            assertThat(Thread.currentThread()).isSameAs(own);
            return 3L;
        }));
        assertThat(completion).isEqualTo(new Completion.Succeeded<>(0, WORKER, 3L));
        assertThat(checkpoints).hasValue(5);
    }

    @Test
    void whatFailsAStepFailsTheTaskWhateverTheBodyMakesOfIt() throws InterruptedException {
        Completion<Long> completion = ran(run(steps -> {
            for (int call = 0; call < 3; call++) {
                try {
                    steps.call(() -> {
                        notes.add("called");
                        throw new IllegalStateException("thrown by the call");
                    });
                } catch (InterruptedException e) {
                    notes.add(steps.stopping() ? "refused" : "goes on");
                }
            }
            throw new IllegalArgumentException("thrown by the body");
        }));
        assertThat(notes).containsExactly("called", "refused", "refused", "refused");
        assertThat(completion)
                .isInstanceOfSatisfying(
                        Completion.Failed.class,
                        failed -> assertThat(failed.failure().message()).isEqualTo("thrown by the call"));
    }

    @Test
    void aBodyThatWasRefusedAStepIsCancelledWhateverTheBodyMakesOfIt() throws InterruptedException {
        Run<Long> run = run(steps -> {
            notes.add("begun");
            try {
                steps.sleep(Duration.ZERO);
                return 1L;
            } catch (InterruptedException e) {
                return 2L;
            }
        });
        run.onStop(task -> {});
        TaskRun<Long> task = run.tasks().getFirst();
        Guard cancelling = new Guard() {
            @Override
            public void acquire() {}

            @Override
            public void release() {
                run.cancel(); // in the midst of its first wait
            }

            @Override
            public void checkpoint() {}
        };
        new GuardedTaskLoop(cancelling, BUDGET, Inbox.forTasks(1)).run(task, WORKER);
        assertThat(run.await()).containsExactly(new Completion.Cancelled<>(0, WORKER));
        assertThat(notes).containsExactly("begun");
    }

    /** Native code that notes whether the guard is held meanwhile, and answers 4 in Java. */
    private final class Code implements NativeCall {

        private static final long serialVersionUID = 1;

        private final boolean releases;

        Code(boolean releases) {
            this.releases = releases;
        }

        @Override
        public boolean releases() {
            return releases;
        }

        @Override
        public Kernel<Message> twin() {
            return Kernel.ofWords("nothing", List.of(1L), Message::of);
        }

        @Override
        public Message call() {
            notes.add(held.get() ? "held" : "released");
            return Message.of(4);
        }
    }

    @Test
    void nativeCodeRunsWithTheGuardUnlessItReleases() throws InterruptedException {
        assertThat(ran(run(steps -> steps.call(new Code(true)).asLong())))
                .isEqualTo(new Completion.Succeeded<>(0, WORKER, 4L));
        assertThat(checkpoints).hasValue(0);
        assertThat(ran(run(steps -> steps.call(new Code(false)).asLong())))
                .isEqualTo(new Completion.Succeeded<>(0, WORKER, 4L));
        assertThat(notes).containsExactly("released", "held");
        assertThat(checkpoints).as("one after the call that kept the guard").hasValue(1);
    }

    @Test
    void nativeCodeGoesToC() throws InterruptedException {
        for (boolean releases : new boolean[] {true, false}) {
            Run<Long> run = run(steps -> steps.call(new Code(releases)).asLong());
            new GuardedTaskLoop(guard, BUDGET, Inbox.forTasks(1), (task, call) -> {
                        notes.add("in C, " + call.releases() + ", guard held: " + held);
                        return Message.of(5);
                    })
                    .run(run.tasks().getFirst(), WORKER);
            assertThat(run.await()).containsExactly(new Completion.Succeeded<>(0, WORKER, 5L));
        }
        assertThat(notes).containsExactly("in C, true, guard held: true", "in C, false, guard held: true");
    }

    /** As strategies do that have no such loop. */
    @Test
    void nativeCodeThatKeepsWhatItsTaskRunsUnderIsPartOfATurn() throws Exception {
        Run<Long> run = run(steps -> steps.call(new Code(false)).asLong()
                + steps.call(new Code(true)).asLong());
        TaskRun<Long> task = run.tasks().getFirst();
        assertThat(task.resume(BUDGET)).isEqualTo(Step.ready());
        assertThat(notes).hasSize(1);
        assertThat(task.arrival()).isEqualTo(new Arrival.Received(Message.of(4)));
        assertThat(task.resume(BUDGET))
                .isInstanceOfSatisfying(
                        Step.Blocking.class,
                        blocking -> assertThat(blocking.call()).isInstanceOf(Code.class));
        assertThat(notes).hasSize(1);
        task.deliver(Message.of(6));
        assertThat(task.resume(BUDGET)).isEqualTo(Step.done(10L));
    }

    @Test
    void aBodyOfARunThatIsCancelledNeverBegins() throws InterruptedException {
        Run<Long> run = run(steps -> {
            notes.add("begun");
            return 1L;
        });
        run.cancel();
        assertThat(ran(run)).isEqualTo(new Completion.Cancelled<>(0, WORKER));
        assertThat(notes).isEmpty();
    }

    @Test
    void aBodyMayMakeCallsThatTakeTheirTime() throws InterruptedException {
        assertThat(ran(run(steps -> steps.call(() -> Message.of(5)).asLong())))
                .isEqualTo(new Completion.Succeeded<>(0, WORKER, 5L));
    }
}
