package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.interleave.core.Availability;
import org.interleave.core.Claim;
import org.interleave.core.Completion;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.TaskFailure;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;
import org.interleave.core.runtime.TaskCode;

/** How the rules about what a workload's rounds do are checked: {@link WorkloadRule#W2} to W4, W6 and W7. */
final class RoundRules {

    private static final int MOST_WRONG_RESULTS = 16;
    private static final String METRIC = "[a-z][a-z0-9_]{0,59}(\\.[0-9]{1,9})?";

    private final Workload<?> workload;
    private final Parameters parameters;

    RoundRules(Workload<?> workload, Parameters parameters) {
        this.workload = workload;
        this.parameters = parameters;
    }

    private void assumeRunnable() {
        if (ThreadedRun.supports(workload) instanceof Availability.Unavailable unavailable) {
            assumeTrue(false, workload.name() + " cannot be run on threads of this JVM: " + unavailable.reason());
        }
    }

    /** What is done with a round that was run. */
    private interface Inspection {
        <R extends Serializable> void inspect(Round<R> round, Outcome<R> outcome);
    }

    private void inRound(ThreadedRun.Treatment treatment, Inspection inspection) throws InterruptedException {
        assumeRunnable();
        inRound(workload, treatment, inspection);
    }

    private <R extends Serializable> void inRound(
            Workload<R> ofType, ThreadedRun.Treatment treatment, Inspection inspection) throws InterruptedException {
        try (Round<R> round = ofType.prepare(parameters);
                ThreadedRun execution = new ThreadedRun(treatment)) {
            inspection.inspect(round, round.runOn(execution));
        }
    }

    /** As they are. */
    private static final class Untreated implements ThreadedRun.Treatment {
        @Override
        public <R extends Serializable> Task<R> treat(Task<R> task) {
            return task;
        }
    }

    /** Checks that an outcome is right. */
    private record Verified(String what) implements Inspection {
        @Override
        public <R extends Serializable> void inspect(Round<R> round, Outcome<R> outcome) {
            try {
                round.verify(outcome);
            } catch (WrongResultException e) {
                throw new AssertionError(what + " comes to a wrong result: " + e.getMessage(), e);
            }
        }
    }

    /** W2. */
    void roundsAreFresh() throws InterruptedException {
        Set<Task<?>> first = Collections.newSetFromMap(new IdentityHashMap<>());
        inRound(
                new ThreadedRun.Treatment() {
                    @Override
                    public <R extends Serializable> Task<R> treat(Task<R> task) {
                        first.add(task);
                        return task;
                    }
                },
                new Verified("a round"));
        inRound(
                new ThreadedRun.Treatment() {
                    @Override
                    public <R extends Serializable> Task<R> treat(Task<R> task) {
                        if (first.contains(task) && keepsState(task.getClass())) {
                            fail(
                                    "a task that keeps a state is the same object in two rounds: make new ones in prepare or"
                                            + " in job");
                        }
                        return task;
                    }
                },
                new Verified("the second of two rounds"));
    }

    /** A field that can be set is there to be set. */
    private static boolean keepsState(Class<?> type) {
        boolean own = Stream.of(type.getDeclaredFields())
                .anyMatch(field -> !Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers()));
        Class<?> parent = type.getSuperclass();
        return own || (parent != null && keepsState(parent));
    }

    /** W3. */
    void copiesOfTasksComeToTheSame() throws InterruptedException {
        inRound(
                new ThreadedRun.Treatment() {
                    private int tasks;

                    @Override
                    @SuppressWarnings("unchecked")
                    public <R extends Serializable> Task<R> treat(Task<R> task) {
                        return (Task<R>) Serialised.copy(task, loader(TaskCode.of(task)), "task " + tasks++);
                    }
                },
                new Inspection() {
                    @Override
                    public <R extends Serializable> void inspect(Round<R> round, Outcome<R> outcome) {
                        for (Completion<R> completion : outcome.completions()) {
                            if (completion instanceof Completion.Succeeded<R> done) {
                                String what = "the result of task " + done.task();
                                Serialised.copy(
                                        done.result(), loader(done.result().getClass()), what);
                            }
                        }
                        new Verified("a round of copied tasks").inspect(round, outcome);
                    }
                });
    }

    private static ClassLoader loader(Class<?> type) {
        return Optional.ofNullable(type.getClassLoader()).orElse(ClassLoader.getSystemClassLoader());
    }

    /** W4. */
    void theOracleRefusesWhatIsMissing() throws InterruptedException {
        refuses("an outcome that lacks the last task", completions -> completions.subList(0, completions.size() - 1));
    }

    /** W4. */
    void theOracleRefusesTasksThatFailed() throws InterruptedException {
        TaskFailure failure = TaskFailure.of(new IllegalStateException("made to fail by the contract"));
        refuses("an outcome whose first task failed", completions -> {
            List<Completion<?>> changed = new ArrayList<>(completions);
            changed.set(0, new Completion.Failed<>(0, "contract", failure));
            return changed;
        });
    }

    private void refuses(String what, UnaryOperator<List<Completion<?>>> change) throws InterruptedException {
        assertThat(isRefused(change)).as("the oracle refuses " + what).isTrue();
    }

    /** Whether the oracle refuses a right outcome that was changed. */
    private boolean isRefused(UnaryOperator<List<Completion<?>>> change) throws InterruptedException {
        boolean[] refused = new boolean[1];
        inRound(new Untreated(), new Inspection() {
            @Override
            public <R extends Serializable> void inspect(Round<R> round, Outcome<R> outcome) {
                try {
                    round.verify(changed(outcome, change));
                } catch (WrongResultException expected) {
                    refused[0] = true;
                } catch (RuntimeException e) {
                    throw new AssertionError("the oracle throws " + e + " rather than a WrongResultException", e);
                }
            }
        });
        return refused[0];
    }

    @SuppressWarnings("unchecked")
    private static <R extends Serializable> Outcome<R> changed(
            Outcome<R> outcome, UnaryOperator<List<Completion<?>>> change) {
        List<Completion<R>> completions =
                (List<Completion<R>>) (List<?>) change.apply(List.copyOf(outcome.completions()));
        return new Outcome<>(completions, outcome.cells(), outcome.exactCells(), outcome.metrics());
    }

    /** W4: of all results changed in some way or other, the oracle refuses one way at least. */
    void theOracleRefusesWrongResults(Function<Object, List<? extends Object>> wrongResults)
            throws InterruptedException {
        int[] possible = new int[1];
        for (int way = 0; way == 0 || way < Math.min(possible[0], MOST_WRONG_RESULTS); way++) {
            int chosen = way;
            boolean refused = isRefused(completions -> completions.stream()
                    .<Completion<?>>map(completion -> {
                        List<? extends Object> wrong = completion instanceof Completion.Succeeded<?> done
                                ? wrongResults.apply(done.result())
                                : List.of();
                        possible[0] = Math.max(possible[0], wrong.size());
                        return wrong.isEmpty()
                                ? completion
                                : withResult(completion, wrong.get(Math.min(chosen, wrong.size() - 1)));
                    })
                    .toList());
            if (refused && possible[0] > 0) {
                return;
            }
        }
        assumeTrue(possible[0] > 0, "the kit cannot make wrong results of these: override wrongResults");
        fail("the oracle takes results that are wrong: it refused none of " + possible[0]
                + " ways to change them, such as a number plus one");
    }

    private static Completion<?> withResult(Completion<?> completion, Object result) {
        return new Completion.Succeeded<>(completion.task(), completion.worker(), (Serializable) result);
    }

    /** W6. */
    void metricsAreDeclared() throws InterruptedException {
        inRound(new Untreated(), new Inspection() {
            @Override
            public <R extends Serializable> void inspect(Round<R> round, Outcome<R> outcome) {
                Map<String, Metric> metrics = round.verify(outcome);
                metrics.forEach(RoundRules.this::checkMetric);
                round.latencies(outcome)
                        .keySet()
                        .forEach(
                                name -> assertThat(name).as("name of latencies").matches(METRIC));
            }
        });
    }

    private void checkMetric(String name, Metric metric) {
        assertThat(name).as("name of a metric").matches(METRIC);
        assertThat(Claim.MEASURED).as("what is measured of every row").doesNotContain(name);
        assertThat(Claim.ALSO_MEASURED).as("what is measured of every row").doesNotContain(name);
        assertThat(metric.value()).as("metric " + name).isFinite();
        assertThat(metric.unit()).as("unit of metric " + name).isNotBlank();
        workload.metrics()
                .ifPresent(declared -> assertThat(declared)
                        .as("the metrics that it declares, of which " + name + " is one")
                        .contains(Metric.declaredName(name)));
    }

    /** W7: of the second round, for classes are loaded in the first. */
    void ticksTakeAboutAsLongAsTheySay(Duration longestTurn) throws InterruptedException {
        meter(new TickMeter(longestTurn));
        TickMeter meter = new TickMeter(longestTurn);
        meter(meter);
        meter.check();
    }

    private void meter(TickMeter meter) throws InterruptedException {
        inRound(
                new ThreadedRun.Treatment() {
                    @Override
                    public <R extends Serializable> Task<R> treat(Task<R> task) {
                        return new MeteredTask<>(task, meter);
                    }
                },
                new Verified("a round of metered tasks"));
    }
}
