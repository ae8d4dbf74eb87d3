package org.example;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/** Requests that each wait for another service, then compute an answer. */
public final class @CLASS@ implements Workload<Long> {

    private static final Parameter<Long> REQUESTS = Parameter.count("requests", "requests, a task each", 20, 200, 1, 100_000);
    private static final Parameter<Duration> WAIT = Parameter.duration(
            "wait",
            "what each waits for another service",
            Duration.ofMillis(2),
            Duration.ofMillis(20),
            Duration.ZERO,
            Duration.ofSeconds(10));

    /** What an answer takes. */
    private static final int TICKS = 10_000;

    @Override
    public String name() {
        return "@NAME@";
    }

    @Override
    public String description() {
        return "requests that wait for another service, then compute an answer";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(REQUESTS, WAIT);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of();
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }

    /** Your code goes here. It runs under every strategy, and is serialised with what it refers to before it begins. */
    private static Task<Long> request(int number, Duration wait) {
        return Task.direct(steps -> {
            steps.sleep(wait);
            long answer = Tick.seed(number);
            for (int ticks = 0; ticks < TICKS; ticks += 1000) {
                answer = Tick.run(answer, 1000);
                steps.worked(1000); // so that others get their turn, and cancelling works
            }
            return answer;
        });
    }

    /** What the answer has to be, found in another way. */
    private static long expected(int number) {
        return Tick.jump(Tick.seed(number), TICKS);
    }

    @Override
    public Round<Long> prepare(Parameters parameters) {
        int requests = parameters.getInt(REQUESTS);
        Duration wait = parameters.get(WAIT);
        return new Round<>() {
            @Override
            public Job<Long> job() {
                return Job.of(IntStream.range(0, requests)
                        .mapToObj(number -> request(number, wait))
                        .toList());
            }

            @Override
            public Map<String, Metric> verify(Outcome<Long> outcome) {
                List<Long> answers = outcome.results(requests);
                for (int number = 0; number < requests; number++) {
                    if (answers.get(number) != expected(number)) {
                        throw new WrongResultException("the answer to request " + number + " is " + answers.get(number));
                    }
                }
                return Map.of();
            }
        };
    }
}
