package org.interleave.core.workloads;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Arrival;
import org.interleave.core.Feature;
import org.interleave.core.Job;
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
 * A pipeline of tasks, each of which takes a number from its inbox, changes it and sends it to the next; the last sends it back
 * to the first. There is no work but the hand-over. Only so many numbers are on their way at once: with one, nobody has anything
 * to do but whoever has just been handed it, as in a chain of generators, so that every hand-over is a switch.
 *
 * <p>The oracle: the first task gets back each number in order, changed by every stage in turn, and each stage has passed on as
 * many as there were.
 */
public final class Pipeline implements Workload<Pipeline.Passed> {

    /** Its name. */
    public static final String NAME = "pipeline";

    /** A metric. The numbers that one task handed to the next. */
    public static final String HANDOVERS = "handovers";

    /** A metric. The time for each of them, from the first number sent to the last that came back, in seconds. */
    public static final String HANDOVER = "handover";

    /** The number of tasks. */
    public static final Parameter<Long> STAGES =
            Parameter.count("stages", "tasks that each number passes", 4, 4, 2, 10_000);

    /** The number of numbers. */
    public static final Parameter<Long> ITEMS =
            Parameter.count("items", "numbers that pass all of them", 2_000, 50_000, 1, 100_000_000);

    /** The most that are on their way. */
    public static final Parameter<Long> WINDOW =
            Parameter.count("window", "numbers on their way at once", 1, 1, 1, Port.INBOX_CAPACITY);

    private static final long FACTOR = 31;

    /**
     * The account of one task.
     *
     * @param count how many numbers it passed on, or got back
     * @param sum the sum of these
     * @param nanos the time that it took them, in nanoseconds; of the first task only
     */
    public record Passed(long count, long sum, long nanos) implements Serializable {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "tasks that hand numbers from one to the next, a few at a time";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(STAGES, ITEMS, WINDOW);
    }

    @Override
    public List<String> highlights() {
        return List.of(HANDOVER);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.CONCURRENCY, Feature.INBOXES);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(HANDOVERS, HANDOVER));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(ITEMS);
    }

    @Override
    public Round<Passed> prepare(Parameters parameters) {
        return new PipelineRound(parameters.getInt(STAGES), parameters.get(ITEMS), parameters.get(WINDOW));
    }

    /** What a stage makes of a number. */
    private static long changed(long number, int stage) {
        return number * FACTOR + stage;
    }

    private record PipelineRound(int stages, long items, long window) implements Round<Passed> {

        @Override
        public Job<Passed> job() {
            List<Task<Passed>> tasks = new ArrayList<>();
            tasks.add(new Source(stages, items, window));
            for (int stage = 1; stage < stages; stage++) {
                tasks.add(new Stage(stage, (stage + 1) % stages));
            }
            return Job.of(tasks);
        }

        @Override
        public Optional<String> role(int stage) {
            return Optional.of(stage == 0 ? "source" : "stage");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Passed> outcome) {
            List<Passed> results = outcome.results(stages);
            long base = 0;
            long slope = 1;
            for (int stage = 1; stage <= stages; stage++) { // the last time round, as the source got it
                Passed passed = results.get(stage % stages);
                if (stage < stages) {
                    base = changed(base, stage);
                    slope *= FACTOR;
                }
                long sum = slope * (items * (items - 1) / 2) + base * items;
                if (passed.count() != items || passed.sum() != sum) {
                    throw new WrongResultException("task " + stage % stages + " of pipeline passed on "
                            + passed.count() + " numbers that add up to " + passed.sum() + ", should be " + items
                            + " that add up to " + sum);
                }
            }
            long handovers = items * stages;
            return Map.of(
                    HANDOVERS,
                    Metric.count(handovers),
                    HANDOVER,
                    new Metric(results.getFirst().nanos() / 1e9 / handovers, "s"));
        }
    }

    /** Sends the numbers, and checks what comes back. */
    private static final class Source implements Task<Passed> {

        private static final long serialVersionUID = 1;
        private static final Port FIRST = new Port.Inbox(1);
        private static final Step<Passed> NEXT = Step.receive(new Port.Inbox(0));

        private final int stages;
        private final long items;
        private final long window;
        private long begun;
        private long sent;
        private long back;
        private long sum;
        private boolean receiving;

        Source(int stages, long items, long window) {
            this.stages = stages;
            this.items = items;
            this.window = window;
        }

        @Override
        public Step<Passed> advance(Turn turn) {
            if (sent == 0) {
                begun = System.nanoTime();
            }
            if (receiving && turn.arrival() instanceof Arrival.Received received) {
                take(received.message().asLong());
            }
            receiving = false;
            if (back == items || turn.stopping()) {
                return Step.done(new Passed(back, sum, System.nanoTime() - begun));
            }
            if (sent < items && sent - back < window) {
                return Step.send(FIRST, Message.of(sent++));
            }
            receiving = true;
            return NEXT;
        }

        private void take(long number) {
            long expected = back;
            for (int stage = 1; stage < stages; stage++) {
                expected = changed(expected, stage);
            }
            if (number != expected) {
                throw new IllegalStateException("got back " + number + " where " + expected + " was next");
            }
            back++;
            sum += number;
        }
    }

    /** Passes on what comes, until there is nobody left to send anything. */
    private static final class Stage extends StepMachine<Passed> {

        private static final long serialVersionUID = 1;

        private final int stage;
        private final Port next;
        private long count;
        private long sum;

        Stage(int stage, int next) {
            this.stage = stage;
            this.next = new Port.Inbox(next);
        }

        @Override
        public boolean daemon() {
            return true;
        }

        @Override
        protected Step<Passed> begin(Turn turn) {
            return turn.stopping() ? end() : then(this::pass, Step.receive(new Port.Inbox(stage)));
        }

        private Step<Passed> pass(Turn turn) {
            if (!(turn.arrival() instanceof Arrival.Received received)) {
                return end();
            }
            long number = changed(received.message().asLong(), stage);
            count++;
            sum += number;
            return then(this::begin, Step.send(next, Message.of(number)));
        }

        private Step<Passed> end() {
            return Step.done(new Passed(count, sum, 0));
        }
    }
}
