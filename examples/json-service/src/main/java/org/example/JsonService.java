package org.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.interleave.core.Cell;
import org.interleave.core.Direct;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Task;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/** A service that parses orders, asks another service for prices it does not have yet, and answers with the sum. */
public final class JsonService implements Workload<JsonService.Answer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PRODUCTS = 16;
    private static final int LINES = 20;
    private static final String ASKED = "prices_asked_for";

    /** What parsing an order takes, about. */
    private static final int TICKS = 500;

    private static final Parameter<Long> ORDERS = Parameter.count("orders", "orders, a task each", 100, 1000, 1, 100_000);
    private static final Parameter<Duration> WAIT = Parameter.duration(
            "wait",
            "how long the service for prices takes",
            Duration.ofMillis(2),
            Duration.ofMillis(20),
            Duration.ZERO,
            Duration.ofSeconds(10));

    /**
     * The answer to an order.
     *
     * @param cents what it comes to
     * @param asked how often the service for prices was asked
     */
    public record Answer(long cents, int asked) implements Serializable {}

    @Override
    public String name() {
        return "json-service";
    }

    @Override
    public String description() {
        return "a service that parses orders in JSON, and keeps the prices that it asks another service for";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(ORDERS, WAIT);
    }

    /** Its cache is shared memory. */
    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.SHARED_CELLS);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(ASKED));
    }

    @Override
    public List<String> highlights() {
        return List.of(ASKED);
    }

    private static Task<Answer> order(String document, Duration wait) {
        return Task.direct(steps -> {
            JsonNode order = JSON.readTree(document);
            steps.worked(TICKS);
            long cents = 0;
            int asked = 0;
            for (JsonNode line : order.get("lines")) {
                Cell price = steps.cell(line.get("product").asInt());
                if (price.load() == 0) {
                    asked++;
                    ask(steps, line.get("product").asInt(), wait);
                }
                cents += price.load() * line.get("count").asLong();
            }
            return new Answer(cents, asked);
        });
    }

    /** Whoever else asked meanwhile got the same answer. */
    private static void ask(Direct steps, int product, Duration wait) throws InterruptedException {
        steps.sleep(wait);
        Cell price = steps.cell(product);
        long before = price.load();
        while (before == 0 && !price.store(before, cents(product))) {
            before = price.load();
        }
    }

    private static long cents(int product) {
        return 99 + 100L * product;
    }

    private static int product(int order, int line) {
        return (order * 7 + line * 3) % PRODUCTS;
    }

    private static int count(int order, int line) {
        return 1 + (order + line) % 5;
    }

    private static String document(int order) {
        StringBuilder lines = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            lines.append(line == 0 ? "" : ",")
                    .append("{\"product\":")
                    .append(product(order, line))
                    .append(",\"count\":")
                    .append(count(order, line))
                    .append('}');
        }
        return "{\"order\":" + order + ",\"lines\":[" + lines + "]}";
    }

    /** The oracle parses nothing and keeps nothing. */
    private static long expected(int order) {
        return IntStream.range(0, LINES)
                .mapToLong(line -> cents(product(order, line)) * count(order, line))
                .sum();
    }

    @Override
    public Round<Answer> prepare(Parameters parameters) {
        int orders = parameters.getInt(ORDERS);
        Duration wait = parameters.get(WAIT);
        List<String> documents =
                IntStream.range(0, orders).mapToObj(JsonService::document).toList();
        return new Round<>() {
            @Override
            public Job<Answer> job() {
                return new Job<>(
                        documents.stream().map(document -> order(document, wait)).toList(), PRODUCTS);
            }

            @Override
            public Map<String, Metric> verify(Outcome<Answer> outcome) {
                List<Answer> answers = outcome.results(orders);
                for (int order = 0; order < orders; order++) {
                    if (answers.get(order).cents() != expected(order)) {
                        throw new WrongResultException("order " + order + " comes to "
                                + answers.get(order).cents() + " cents, should be " + expected(order));
                    }
                }
                return Map.of(
                        ASKED, Metric.count(answers.stream().mapToLong(Answer::asked).sum()));
            }
        };
    }
}
