package org.interleave.core.workloads;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Message;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * One task sends the numbers from zero to another's inbox, a message of eight bytes each; the other checks that they
 * come in order and adds them up. There is no work but the hand-over.
 *
 * <p>The oracle is the sum's closed form; a number out of order fails the task that receives it.
 */
public final class Messages implements Workload<Long> {

    /** Its name. */
    public static final String NAME = "messages";

    /** The number of messages. */
    public static final Parameter<Long> COUNT =
            Parameter.count("count", "messages to send", 250_000, 1_000_000, 1, 1_000_000_000);

    /** As many as the compiler needs to see. */
    private static final long WARM_UP_COUNT = 200_000;

    private static final int CONSUMER = 1;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "one task sends another numbers, a small message each";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(COUNT);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.INBOXES);
    }

    @Override
    public boolean hasInstanceKernels() {
        return true;
    }

    @Override
    public Parameters warmUp(Parameters parameters) {
        return parameters.with(COUNT, Math.min(parameters.get(COUNT), WARM_UP_COUNT));
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(COUNT);
    }

    @Override
    public Round<Long> prepare(Parameters parameters) {
        return new MessagesRound(parameters.get(COUNT));
    }

    private record MessagesRound(long count) implements Round<Long> {

        @Override
        public Job<Long> job() {
            return Job.of(List.of(new Producer(count), new Consumer(count)));
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of(task == CONSUMER ? "consumer" : "producer");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Long> outcome) {
            List<Long> results = outcome.results(CONSUMER + 1);
            check("sent", results.get(0), count);
            check("received numbers that add up to", results.get(CONSUMER), count * (count - 1) / 2);
            return Map.of();
        }

        private static void check(String what, long result, long expected) {
            if (result != expected) {
                throw new WrongResultException("messages " + what + " " + result + ", should be " + expected);
            }
        }
    }

    /** Sends the numbers and results in how many it sent. */
    private static final class Producer implements Task<Long> {

        private static final long serialVersionUID = 1;
        private static final Port TO = new Port.Inbox(CONSUMER);

        private final long count;
        private long sent;

        Producer(long count) {
            this.count = count;
        }

        @Override
        public Step<Long> advance(Turn turn) {
            return sent == count ? Step.done(sent) : Step.send(TO, Message.of(sent++));
        }

        @Override
        public Optional<Kernel<Long>> kernel() {
            return inInstance("produce", sent, count, Long.BYTES, CONSUMER);
        }
    }

    /** Receives the numbers and results in their sum. */
    private static final class Consumer extends StepMachine<Long> {

        private static final long serialVersionUID = 1;
        private static final Step<Long> NEXT = Step.receive(new Port.Inbox(CONSUMER));

        private final long count;
        private long received;
        private long sum;

        Consumer(long count) {
            this.count = count;
        }

        @Override
        protected Step<Long> begin(Turn turn) {
            return then(this::add, NEXT);
        }

        private Step<Long> add(Turn turn) {
            long number = turn.message().asLong();
            if (number != received) {
                throw new IllegalStateException("received " + number + " where " + received + " was next");
            }
            received++;
            sum += number;
            return received == count ? Step.done(sum) : NEXT;
        }

        @Override
        public Optional<Kernel<Long>> kernel() {
            return inInstance("consume", sum, received, count);
        }
    }

    /** A twin that talks to the other's, and results in its first word. */
    private static Optional<Kernel<Long>> inInstance(String name, long... words) {
        List<Kernel.Argument> arguments = Arrays.stream(words)
                .<Kernel.Argument>mapToObj(Kernel.Argument.Word::new)
                .toList();
        return Optional.of(new Kernel<Long>(name, arguments, results -> results.word(0)).inInstances());
    }
}
