package org.interleave.core.workloads.mix;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.WrongResultException;
import org.interleave.core.runtime.HeapPerTask;
import org.interleave.core.runtime.OncePerExecution;
import org.interleave.core.workloads.mix.RequestPlan.Answer;
import org.jspecify.annotations.Nullable;

/** A round of {@link Mix}: the tasks that serve requests, then the one that answers their messages, if they send any. */
final class MixRound implements Round<Served> {

    private static final OncePerExecution<OptionalLong> MEMORY = new OncePerExecution<>();

    /** Of fewer tasks, what else there is in a JVM would count too much. */
    private static final int FEWEST_MEASURED = 200;

    private static final String PER_SECOND = "1/s";

    private final RequestLoad load;
    private final LoadPlan plan;
    private final Profile profile;
    private final boolean memory;
    private @Nullable Execution execution;
    private @Nullable LoadReport report;

    /**
     * A round.
     *
     * @param load where requests come from; closed with the round
     * @param plan how they come
     * @param profile what they are like
     * @param memory whether the memory of one that waits is measured afterwards
     */
    MixRound(RequestLoad load, LoadPlan plan, Profile profile, boolean memory) {
        this.load = load;
        this.plan = plan;
        this.profile = profile;
        this.memory = memory;
    }

    @Override
    public Job<Served> job() {
        Port port = load.port();
        int servers = plan.inFlight();
        List<Task<Served>> tasks = new ArrayList<>();
        for (int server = 0; server < servers; server++) {
            tasks.add(new RequestServer(server, port, servers, profile));
        }
        if (profile.has(StepKind.MESSAGE)) {
            tasks.add(new AnsweringTask(servers));
        }
        return Job.<Served>of(tasks).sharing(profile.has(StepKind.CELL) ? 1 : 0);
    }

    @Override
    public Optional<String> role(int task) {
        return Optional.of(task < plan.inFlight() ? "server" : "answerer");
    }

    private int tasks() {
        return plan.inFlight() + (profile.has(StepKind.MESSAGE) ? 1 : 0);
    }

    @Override
    public Outcome<Served> runOn(Execution strategy) throws InterruptedException {
        execution = strategy;
        load.onFailure(strategy::cancel);
        return strategy.run(job());
    }

    @Override
    public Map<String, Metric> verify(Outcome<Served> outcome) {
        LoadReport told = report();
        if (outcome.firstFailed().isEmpty()) {
            told.complaint().ifPresent(complaint -> {
                throw new WrongResultException("a server of mix " + complaint);
            });
        }
        List<Served> results = outcome.results(tasks());
        Map<StepKind, Long> steps = checkAnswers(told);
        checkAccounts(told, results, steps.getOrDefault(StepKind.MESSAGE, 0L));
        Map<String, Metric> metrics = new HashMap<>();
        long answered = told.answered();
        metrics.put(Mix.REQUESTS_DUE, Metric.count(plan.requests()));
        metrics.put(Mix.REFUSED, Metric.count(told.refused()));
        metrics.put(Mix.THROUGHPUT, new Metric(answered * 1e9 / told.nanos(), PER_SECOND));
        metrics.put(Mix.REQUESTS_IN_FLIGHT, new Metric(told.inFlight(), "1"));
        metrics.put(Mix.CPU_PER_REQUEST, new Metric(told.processorNanos() / 1e9 / answered, "s"));
        if (profile.has(StepKind.CELL)) {
            long lost = lostUpdates(steps.getOrDefault(StepKind.CELL, 0L), outcome);
            metrics.put(Mix.LOST_UPDATES, Metric.count(lost));
        }
        if (profile.has(StepKind.NATIVE)) {
            metrics.put(Mix.NATIVE_IN_C, Metric.count(sum(results, Served::callsInC)));
            metrics.put(Mix.NATIVE_IN_JAVA, Metric.count(sum(results, Served::callsInJava)));
        }
        memoryPerRequest(results).ifPresent(bytes -> metrics.put(Mix.MEMORY_PER_REQUEST, Metric.bytes(bytes)));
        return metrics;
    }

    private static long sum(List<Served> results, ToLongFunction<Served> number) {
        return results.stream().mapToLong(number).sum();
    }

    /** The load is asked once. */
    private LoadReport report() {
        LoadReport told = report;
        if (told == null) {
            told = load.finish();
            report = told;
        }
        return told;
    }

    /** How many steps of each kind the requests have that were answered. */
    private Map<StepKind, Long> checkAnswers(LoadReport told) {
        if (told.answered() + told.refused() != plan.requests() || told.answered() == 0) {
            throw new WrongResultException("of " + plan.requests() + " requests of mix " + told.answered()
                    + " were answered and " + told.refused() + " refused");
        }
        Map<StepKind, Long> steps = new EnumMap<>(StepKind.class);
        for (int request = 0; request < plan.requests(); request++) {
            Optional<Answer> answer = told.answers().get(request);
            if (answer.isPresent()) {
                RequestPlan planned = profile.request(request);
                check(request, answer.get(), planned.expected());
                planned.steps().forEach(step -> steps.merge(step.kind(), 1L, Long::sum));
            }
        }
        return steps;
    }

    private static void check(int request, Answer answer, Answer expected) {
        if (answer.state() != expected.state()) {
            throw new WrongResultException("request " + request + " of mix did not run the ticks that it should: it"
                    + " ended in state " + answer.state() + ", should be " + expected.state());
        }
        if (answer.marks() != expected.marks()) {
            throw new WrongResultException("request " + request
                    + " of mix did not take its steps once each and in order, or was answered wrongly");
        }
    }

    private void checkAccounts(LoadReport told, List<Served> results, long messages) {
        long requests = 0;
        long sent = 0;
        for (int task = 0; task < results.size(); task++) {
            Served served = results.get(task);
            if (served.task() != task || served.earlyWaits() != 0) {
                throw new WrongResultException("task " + task + " of mix ended as " + served
                        + ", should be that of task " + task + " without a wait that ended early");
            }
            requests += served.requests();
            sent += task < plan.inFlight() ? served.messages() : 0;
        }
        if (requests != told.answered()) {
            throw new WrongResultException(
                    "the servers of mix counted " + requests + " requests, and answered " + told.answered());
        }
        long heard = profile.has(StepKind.MESSAGE) ? results.getLast().messages() : 0;
        if (heard != sent || sent != messages) {
            throw new WrongResultException("the servers of mix sent " + sent + " messages, of which " + heard
                    + " arrived, should be " + messages);
        }
    }

    private static long lostUpdates(long made, Outcome<Served> outcome) {
        long value = outcome.cells().getFirst();
        long fewest = outcome.exactCells() ? made : Math.min(1, made);
        if (value < fewest || value > made) {
            throw new WrongResultException("the number that requests of mix share is " + value + " after " + made
                    + " additions of 1"
                    + (outcome.exactCells() ? ", and none should be lost" : ", which no loss of additions explains"));
        }
        return made - value;
    }

    /** Nothing where tasks run elsewhere: their memory is not this process's. */
    private OptionalLong memoryPerRequest(List<Served> results) {
        Execution used = execution;
        boolean here = results.stream().limit(plan.inFlight()).allMatch(Served::here);
        if (!memory || !here || used == null) {
            return OptionalLong.empty();
        }
        int tasks = Math.max(FEWEST_MEASURED, plan.inFlight());
        return MEMORY.of(used, anew -> HeapPerTask.withStacksOfWaiting(anew, tasks));
    }

    @Override
    public Map<String, Histogram> latencies(Outcome<Served> outcome) {
        LoadReport told = report();
        Map<String, Histogram> latencies = new HashMap<>();
        latencies.put(Mix.LATENCY, told.latency().histogram());
        if (plan.arrivals().isPresent()) {
            latencies.put(Mix.LATENESS, told.lateness().histogram());
        }
        return latencies;
    }

    @Override
    public void close() {
        load.close();
    }
}
