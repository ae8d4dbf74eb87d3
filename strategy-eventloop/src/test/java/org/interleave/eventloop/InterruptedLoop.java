package org.interleave.eventloop;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Strategy;
import org.interleave.core.Turn;
import org.interleave.core.catalog.Catalog;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A program that prints a line whenever one of its timers fires, until it is interrupted: then it prints how often each did, and
 * exits with 130 as shells expect it.
 */
final class InterruptedLoop {

    static final String FIRED = "fired";
    static final String IGNORED = "ignored";
    static final int INTERRUPTED = 130;

    private InterruptedLoop() {}

    /** Takes the name of a strategy. */
    public static void main(String[] arguments) throws InterruptedException {
        Strategy strategy = Catalog.load(InterruptedLoop.class.getClassLoader()).strategy(arguments[0]);
        try (Execution execution = strategy.open(Parameters.defaults(strategy.options()))) {
            if (Signal.handle(new Signal("INT"), signal -> execution.stop()) == SignalHandler.SIG_IGN) {
                print(IGNORED);
                return;
            }
            Outcome<Firings> outcome = execution.run(Job.of(List.of(new Counting(20), new Counting(30))));
            for (Completion<Firings> completion : outcome.completions()) {
                print(
                        completion instanceof Completion.Succeeded<Firings> succeeded
                                ? "task " + completion.task() + " fired "
                                        + succeeded.result().count() + " times"
                                : completion.toString());
            }
        }
        System.exit(INTERRUPTED);
    }

    private static void print(String line) {
        System.out.println(line);
    }

    /** How often a timer fired. */
    record Firings(long count) implements Serializable {}

    /** Counts the expirations of its timer until it is to finish. */
    private static final class Counting extends StepMachine<Firings> {

        private static final long serialVersionUID = 1;

        private final Port timer;
        private long count;

        Counting(int everyMillis) {
            timer = new Port.Timer(Duration.ZERO, Duration.ofMillis(everyMillis));
        }

        @Override
        protected Step<Firings> begin(Turn turn) {
            return then(this::fired, Step.receive(timer));
        }

        private Step<Firings> fired(Turn turn) {
            if (!(turn.arrival() instanceof Arrival.Received received) || turn.stopping()) {
                return Step.done(new Firings(count));
            }
            count += received.message().asLong();
            print(FIRED);
            return begin(turn);
        }
    }
}
