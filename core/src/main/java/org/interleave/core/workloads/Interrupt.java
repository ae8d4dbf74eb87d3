package org.interleave.core.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * Ctrl-C while tasks compute: a real SIGINT to the process, a first task that handles it as a program's main thread
 * would, and the end of the run. The signal and what follows from it is the {@link Interrupter}'s.
 *
 * <p>This models CPython, where the system's handler only leaves a note, and writes to a socket if told to ({@code
 * signal.set_wakeup_fd}); the program's own handler runs later, in the main thread, once that holds the giant lock. Here
 * the JVM's handler sends a datagram to the first task, which waits for it as an event loop waits on that socket; what
 * the first task then does is the program's handler. So the time to it is what the strategy makes the main thread wait.
 *
 * <p>Where we differ: CPython's main thread handles a signal between two of its own instructions if it computes itself;
 * ours only waits. CPython 2 lets every thread offer the lock after each instruction while a signal is pending; our tick
 * lock goes on checking at its interval. A main thread of CPython 2 that waits in {@code join} never hears of a signal;
 * ours can be woken.
 *
 * <p>The oracle: the first task answers what only the signal's handler knows, and it, like those that have not ended by
 * themselves, comes back as cancelled. Whether these computed, nobody can tell of a task that is cancelled.
 */
public final class Interrupt implements Workload<Activity> {

    /** Its name. */
    public static final String NAME = "signal-handler";

    /** A metric. The time from sending the signal to its delivery, in seconds. */
    public static final String SIGNAL_DELAY = "signal_delay";

    /** A metric. The time from sending the signal to the handler's turn, in seconds. */
    public static final String HANDLER_DELAY = "handler_delay";

    /** A metric. The time from sending the signal until all has ended, in seconds. */
    public static final String END_DELAY = "end_delay";

    /** The number of tasks that compute. */
    public static final Parameter<Long> BACKGROUND =
            Parameter.count("background", "tasks beside the first that only compute", 1, 1, 0, 64);

    /** The time that each would compute if nothing ended it. */
    public static final Parameter<Duration> COMPUTE = Parameter.duration(
            "compute",
            "about how long each computes if nothing ends it",
            Duration.ofMillis(300),
            Duration.ofSeconds(1),
            Duration.ofMillis(10),
            Duration.ofMinutes(10));

    /** The time from the beginning of the tasks to the signal. */
    public static final Parameter<Duration> AFTER = Parameter.duration(
            "after",
            "how long the tasks have run when the signal is sent",
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ZERO,
            Duration.ofMinutes(10));

    private static final Duration WARM_UP_COMPUTE = Duration.ofMillis(100);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "Ctrl-C while tasks compute: a first task handles it, then the run is cancelled";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(BACKGROUND, COMPUTE, AFTER);
    }

    @Override
    public List<String> highlights() {
        return List.of(HANDLER_DELAY, END_DELAY);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.CONCURRENCY, Feature.DATAGRAMS, Feature.INBOXES);
    }

    @Override
    public boolean hasKernels() {
        return true;
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(SIGNAL_DELAY, HANDLER_DELAY, END_DELAY));
    }

    @Override
    public Round<Activity> prepare(Parameters parameters) {
        BackgroundLoad background = BackgroundLoad.lasting(parameters.get(COMPUTE), parameters.getInt(BACKGROUND));
        return new InterruptRound(Interrupter.open(parameters.get(AFTER)), background);
    }

    @Override
    public Parameters warmUp(Parameters parameters) {
        Duration compute = parameters.get(COMPUTE);
        return parameters.with(COMPUTE, compute.compareTo(WARM_UP_COMPUTE) > 0 ? WARM_UP_COMPUTE : compute);
    }

    private record InterruptRound(Interrupter interrupter, BackgroundLoad background) implements Round<Activity> {

        @Override
        public Job<Activity> job() {
            List<Task<Activity>> tasks = new ArrayList<>();
            tasks.add(new InterruptTask(new Port.Udp(interrupter.address()), background.size()));
            tasks.addAll(background.tasks());
            return Job.of(tasks);
        }

        @Override
        public Optional<String> role(int task) {
            return background.role(task, "main");
        }

        @Override
        public Outcome<Activity> runOn(Execution execution) throws InterruptedException {
            return interrupter.interrupt(execution, job());
        }

        @Override
        public Map<String, Metric> verify(Outcome<Activity> outcome) {
            outcome.completions().forEach(this::check);
            outcome.checkComplete(1 + background.size());
            Interrupter.Report report = interrupter.report();
            return Map.of(
                    SIGNAL_DELAY, Metric.seconds(report.signalNanos()),
                    HANDLER_DELAY, Metric.seconds(report.handlerNanos()),
                    END_DELAY, Metric.seconds(report.endNanos()));
        }

        private void check(Completion<Activity> completion) {
            int task = completion.task();
            switch (completion) {
                case Completion.Failed<Activity> failed ->
                    throw new WrongResultException(
                            "task " + task + " failed: " + failed.failure().summary());
                case Completion.Succeeded<Activity> succeeded -> {
                    if (task == 0) {
                        throw new WrongResultException("the first task of signal-handler ended by itself");
                    }
                    background.check(NAME, task, succeeded.result());
                }
                case Completion.Cancelled<Activity> cancelled -> {}
            }
        }

        @Override
        public void close() {
            interrupter.close();
        }
    }
}
