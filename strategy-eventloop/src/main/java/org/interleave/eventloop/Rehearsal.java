package org.interleave.eventloop;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.StrategyException;
import org.interleave.core.Turn;

/**
 * A run of tasks that do each thing once but open no socket. A library starts a loop's or a dispatcher's thread with the first
 * work for it and loads its classes as it comes to them; after a rehearsal that is behind an execution, and no part of a run.
 */
public final class Rehearsal {

    private Rehearsal() {}

    /**
     * Rehearses, and returns the execution; closes it if that fails.
     *
     * @param execution one that has just been opened
     * @param threads how many it runs tasks on, as many as there will be in the rehearsal
     * @throws StrategyException if it fails, or the calling thread is interrupted, which is kept for later
     */
    public static <E extends Execution> E after(E execution, int threads) {
        List<Part> parts = IntStream.range(0, threads)
                .mapToObj(index -> new Part(new Port.Inbox(index), new Port.Inbox((index + 1) % threads)))
                .toList();
        try {
            execution.run(Job.of(parts)).results();
            return execution;
        } catch (InterruptedException e) {
            execution.close();
            Thread.currentThread().interrupt();
            throw new StrategyException("interrupted while it got ready", e);
        } catch (RuntimeException | Error e) {
            execution.close();
            throw new StrategyException("it did not get ready", e);
        }
    }

    /** Computes, sleeps, calls, sends to the next and receives from the one before. */
    private static final class Part extends StepMachine<Boolean> {

        private static final long serialVersionUID = 1;

        private final Port own;
        private final Port next;

        Part(Port own, Port next) {
            this.own = own;
            this.next = next;
        }

        @Override
        protected Step<Boolean> begin(Turn turn) {
            return then(this::sleep, Step.ready());
        }

        private Step<Boolean> sleep(Turn turn) {
            return then(this::call, Step.sleep(Duration.ofNanos(1)));
        }

        private Step<Boolean> call(Turn turn) {
            return then(this::send, Step.blocking(() -> Message.EMPTY));
        }

        private Step<Boolean> send(Turn turn) {
            return then(this::receive, Step.send(next, Message.EMPTY));
        }

        private Step<Boolean> receive(Turn turn) {
            return then(ignored -> Step.done(true), Step.receive(own));
        }
    }
}
