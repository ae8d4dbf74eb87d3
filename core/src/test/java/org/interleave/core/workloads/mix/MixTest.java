package org.interleave.core.workloads.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.interleave.core.Demand;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Message;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.WrongResultException;
import org.interleave.core.workloads.TestRun;
import org.interleave.core.workloads.mix.ComputingCall.Computed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MixTest {

    private static final int BUDGET = 1000;
    private static final int IN_FLIGHT = 3;
    private static final int REQUESTS = 30;
    private static final Pattern COMMA = Pattern.compile(", ");
    private static final String ALL_KINDS = "compute:1,wait:1,blocking:1,message:1,cell:1,native:1";

    private final Mix mix = new Mix();

    private Parameters parameters(String... settings) {
        Map<String, String> given = new HashMap<>(Map.of(
                "share", ALL_KINDS,
                "in-flight", Integer.toString(IN_FLIGHT),
                "requests", Integer.toString(REQUESTS),
                "compute", "20us",
                "native", "20us",
                "wait", "1ms",
                "blocking", "1ms",
                "memory", "not-measured"));
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            given.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return TestRun.parameters(mix, given);
    }

    private Round<Served> round(String... settings) {
        return mix.prepare(parameters(settings));
    }

    @Test
    void requestsAreServedAndTimed() throws Exception {
        try (Round<Served> round = round()) {
            Outcome<Served> outcome = TestRun.onThreads(round, BUDGET);
            Map<String, Metric> metrics = round.verify(outcome);
            assertThat(metrics)
                    .containsEntry("requests", Metric.count(REQUESTS))
                    .containsEntry("refused", Metric.count(0))
                    .containsOnlyKeys(
                            "requests",
                            "refused",
                            "throughput",
                            "requests_in_flight",
                            "cpu_per_request",
                            "lost_updates",
                            "native_in_c",
                            "native_in_java");
            assertThat(TestRun.value(metrics, "throughput")).isPositive();
            assertThat(TestRun.value(metrics, "requests_in_flight")).isBetween(1.0, (double) IN_FLIGHT);
            assertThat(TestRun.value(metrics, "cpu_per_request")).isPositive();
            assertThat(TestRun.value(metrics, "native_in_java")).isPositive();
            Map<String, Histogram> latencies = round.latencies(outcome);
            assertThat(latencies).containsOnlyKeys("latency");
            assertThat(latency(latencies).getTotalCount()).isEqualTo(REQUESTS);
            assertThat(mix.metrics().orElseThrow())
                    .containsAll(metrics.keySet())
                    .contains("latency_p50", "latency_p90", "latency_p99", "memory_per_request", "lateness_max");
        }
    }

    private static Histogram latency(Map<String, Histogram> latencies) {
        return Objects.requireNonNull(latencies.get("latency"));
    }

    /** With three of 5 ms each one after another, a request cannot take less, nor can more than 3 be answered in that time. */
    @Test
    void aRequestTakesAsLongAsItsSteps() throws Exception {
        try (Round<Served> round = round("share=wait:1", "wait=5ms", "spread=0", "steps=3")) {
            Outcome<Served> outcome = TestRun.onThreads(round, BUDGET);
            Map<String, Metric> metrics = round.verify(outcome);
            assertThat(latency(round.latencies(outcome)).getMinValue()).isGreaterThanOrEqualTo(14_990_000);
            assertThat(TestRun.value(metrics, "throughput")).isLessThanOrEqualTo(IN_FLIGHT / 0.015);
        }
    }

    @Test
    void requestsComeAtTheRateThatIsAskedFor() throws Exception {
        try (Round<Served> round = round("rate=200", "duration=250ms", "share=compute:1", "queue=1k")) {
            Outcome<Served> outcome = TestRun.onThreads(round, BUDGET);
            Map<String, Metric> metrics = round.verify(outcome);
            assertThat(metrics).containsEntry("requests", Metric.count(50));
            assertThat(TestRun.value(metrics, "refused")).isZero();
            assertThat(TestRun.value(metrics, "throughput"))
                    .as("fifty are due within 250 ms, the last no sooner than 2.5 ms before")
                    .isLessThanOrEqualTo(50 / 0.2474);
            assertThat(round.latencies(outcome)).containsOnlyKeys("latency", "lateness");
        }
    }

    @Test
    void whatComesTooFastIsRefusedAndTheRestIsRight() throws Exception {
        try (Round<Served> round =
                round("rate=5k", "duration=20ms", "share=wait:1", "wait=20ms", "in-flight=1", "queue=1")) {
            Outcome<Served> outcome = TestRun.onThreads(round, BUDGET);
            Map<String, Metric> metrics = round.verify(outcome);
            double refused = TestRun.value(metrics, "refused");
            assertThat(refused).isBetween(90.0, 98.0);
            assertThat(latency(round.latencies(outcome)).getTotalCount()).isEqualTo(100 - (long) refused);
        }
    }

    @ParameterizedTest
    @CsvSource({"held", "released"})
    void nativeCodeIsCountedAndChecked(String lock) throws Exception {
        try (Round<Served> round = round("share=native:1", "native-lock=" + lock, "steps=2")) {
            Map<String, Metric> metrics = round.verify(TestRun.onThreads(round, 1));
            assertThat(metrics)
                    .containsEntry("native_in_java", Metric.count(2L * REQUESTS))
                    .containsEntry("native_in_c", Metric.count(0))
                    .doesNotContainKey("lost_updates");
        }
    }

    @Test
    void theMemoryOfARequestThatWaitsIsMeasuredWhereItRunsInThisProcess() throws Exception {
        try (Round<Served> round = round("memory=measured");
                Execution threads = TestRun.threads(BUDGET)) {
            Map<String, Metric> metrics = round.verify(round.runOn(threads));
            assertThat(TestRun.value(metrics, "memory_per_request"))
                    .as("mostly the stack of a thread")
                    .isBetween(5_000.0, 500_000.0);
        }
        try (Round<Served> round = round("memory=measured");
                Execution elsewhere = new Treating(task -> task, true)) {
            assertThat(round.verify(round.runOn(elsewhere))).doesNotContainKey("memory_per_request");
        }
    }

    @Test
    void wrongAccountsAreRefused() throws Exception {
        try (Round<Served> round = round()) {
            Outcome<Served> outcome = TestRun.onThreads(round, BUDGET);
            round.verify(outcome);
            Served first = outcome.results().getFirst();
            Served last = outcome.results().getLast();
            refused(round, 0, outcome, of(0, first.requests() + 1, first.messages(), 0), "counted 31 requests");
            refused(round, 0, outcome, of(0, first.requests() - 1, first.messages(), 0), "counted 29 requests");
            refused(round, 0, outcome, of(1, first.requests(), first.messages(), 0), "task 0 of mix ended as");
            refused(round, 0, outcome, of(0, first.requests(), first.messages(), 1), "a wait that ended early");
            refused(round, 0, outcome, of(0, first.requests(), first.messages() + 1, 0), "messages, of which");
            refused(round, IN_FLIGHT, outcome, of(IN_FLIGHT, 0, last.messages() + 1, 0), "messages, of which");
            refused(round, IN_FLIGHT, outcome, of(IN_FLIGHT, 0, last.messages() - 1, 0), "messages, of which");
        }
    }

    private static Served of(int task, long requests, long messages, long earlyWaits) {
        return new Served(task, requests, messages, 0, 0, earlyWaits, true);
    }

    private static void refused(Round<Served> round, int task, Outcome<Served> outcome, Served wrong, String message) {
        refused(round, TestRun.withResult(outcome, task, wrong), message);
    }

    private static void refused(Round<Served> round, Outcome<Served> outcome, String message) {
        assertThatThrownBy(() -> round.verify(outcome))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aSumThatNoLossExplainsIsRefused() throws Exception {
        try (Round<Served> round = round("share=cell:1", "steps=2")) {
            Outcome<Served> outcome = TestRun.onThreads(round, BUDGET);
            long made = 2L * REQUESTS;
            assertThat(round.verify(TestRun.withCell(outcome, made - 5, false)))
                    .containsEntry("lost_updates", Metric.count(5));
            assertThat(round.verify(TestRun.withCell(outcome, made, true)))
                    .containsEntry("lost_updates", Metric.count(0));
            refused(round, TestRun.withCell(outcome, made - 1, true), "none should be lost");
            refused(round, TestRun.withCell(outcome, made + 1, true), "none should be lost");
            refused(round, TestRun.withCell(outcome, made + 1, false), "no loss of additions explains");
            refused(round, TestRun.withCell(outcome, 0, false), "no loss of additions explains");
        }
    }

    @Test
    void aLostAnswerIsRefused() throws Exception {
        refusedWhere(step -> isAnswer(step) ? Step.ready() : step, "answered none of 3 requests for");
    }

    @Test
    void aDoubledAnswerIsRefused() throws Exception {
        refusedUnder(new Treating(Doubling::new, false), "had answered before");
    }

    @Test
    void anAnswerThatIsNotThatOfTheRequestsStepsIsRefused() throws Exception {
        refusedWhere(changed(Long.BYTES), "did not run the ticks that it should");
        refusedWhere(changed(2 * Long.BYTES), "did not take its steps once each and in order");
        refusedWhere(changed(0), "was not asked for");
    }

    /** Adds one to one of the numbers of each answer. */
    private static UnaryOperator<Step<Served>> changed(int at) {
        return step -> {
            if (!(step instanceof Step.Send<Served> send) || !isAnswer(step)) {
                return step;
            }
            ByteBuffer answer = ByteBuffer.wrap(send.message().bytes());
            answer.putLong(at, answer.getLong(at) + 1);
            return Step.send(send.port(), Message.copyOf(answer));
        };
    }

    @Test
    void aStepThatIsNotTakenIsRefused() throws Exception {
        refusedWhere(step -> step instanceof Step.Sleep<Served> ? Step.ready() : step, "a wait that ended early");
        refusedWhere(
                step -> step instanceof Step.Blocking<Served> blocking && blocking.call() instanceof BlockingCall
                        ? Step.blocking(() -> Message.of(5))
                        : step,
                "of mix did not take its steps");
        refusedWhere(
                step -> step instanceof Step.Send<Served> send && send.message().size() == 12
                        ? Step.send(send.port(), AnsweringTask.question(0, 1))
                        : step,
                "of mix");
    }

    @ParameterizedTest
    @CsvSource({"steps=4", "compute=19us", "native=19us", "wait=900us", "share=compute:1", "seed=2", "spread=0.4"})
    void otherWorkThanWasAskedForIsRefused(String other) throws Exception {
        LoadPlan plan = new LoadPlan(REQUESTS, IN_FLIGHT, Optional.empty(), 0, Duration.ofMinutes(1));
        RequestLoad load = RequestLoad.start(plan);
        try (Round<Served> asked = new MixRound(load, plan, Mix.profile(parameters()), false)) {
            Job<Served> done = new MixRound(load, plan, Mix.profile(parameters(other)), false).job();
            List<Task<Served>> tasks = new ArrayList<>(done.tasks());
            if (tasks.size() == IN_FLIGHT) {
                tasks.add(new AnsweringTask(IN_FLIGHT));
            }
            Outcome<Served> outcome = TestRun.onThreads(new Job<>(tasks, 1), BUDGET);
            refused(asked, outcome, "of mix did not");
        }
    }

    private static boolean isAnswer(Step<Served> step) {
        return step instanceof Step.Send<Served> send && send.message().size() == RequestLoad.ANSWER_BYTES;
    }

    private void refusedWhere(UnaryOperator<Step<Served>> instead, String message) throws Exception {
        refusedUnder(new Treating(task -> turn -> instead.apply(task.advance(turn)), false), message);
    }

    private static void refusedUnder(Execution execution, String message) throws Exception {
        Mix impatient = new Mix(Duration.ofSeconds(3));
        Parameters parameters = new MixTest().parameters();
        try (Round<Served> round = impatient.prepare(TestRun.parameters(impatient, parameters.asText()));
                execution) {
            refused(round, round.runOn(execution), message);
        }
    }

    /** Sends every answer twice. */
    private static final class Doubling implements Task<Served> {

        private static final long serialVersionUID = 1;

        private final Task<Served> task;
        private @Nullable Step<Served> again;

        Doubling(Task<Served> task) {
            this.task = task;
        }

        @Override
        public Step<Served> advance(Turn turn) throws Exception {
            Step<Served> second = again;
            again = null;
            if (second != null) {
                return second;
            }
            Step<Served> step = task.advance(turn);
            again = isAnswer(step) ? step : null;
            return step;
        }
    }

    /** A thread for each task, of which those that serve requests are treated first, and perhaps copied. */
    private static final class Treating implements Execution {

        private final Execution threads = TestRun.threads(BUDGET);
        private final UnaryOperator<Task<Served>> treatment;
        private final boolean copies;

        Treating(UnaryOperator<Task<Served>> treatment, boolean copies) {
            this.treatment = treatment;
            this.copies = copies;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
            List<Task<R>> tasks = new ArrayList<>();
            for (Task<R> task : job.tasks()) {
                Task<R> own = copies ? TestRun.shipped(task) : task;
                tasks.add(own.daemon() ? own : (Task<R>) treatment.apply((Task<Served>) own));
            }
            return threads.run(new Job<>(tasks, job.cells()));
        }

        @Override
        public void stop() {
            threads.stop();
        }

        @Override
        public void cancel() {
            threads.cancel();
        }

        @Override
        public void close() {
            threads.close();
        }
    }

    @Test
    void theSameSeedMakesTheSameWork() throws Exception {
        List<Supplier<Round<Served>>> rounds = List.of(() -> round("seed=5"), () -> round("seed=5"));
        List<Long> calls = new ArrayList<>();
        for (Supplier<Round<Served>> prepared : rounds) {
            try (Round<Served> round = prepared.get()) {
                Outcome<Served> outcome = TestRun.onThreads(round, BUDGET);
                calls.add((long) TestRun.value(round.verify(outcome), "native_in_java"));
            }
        }
        assertThat(calls.getFirst()).isEqualTo(calls.getLast());
    }

    @Test
    void whatItNeedsDependsOnItsSteps() {
        assertThat(mix.needs()).containsOnly(Feature.CONCURRENCY, Feature.CONNECTIONS);
        assertThat(mix.needs(parameters("share=wait:1,compute:1,blocking:1,native:1")))
                .isEqualTo(mix.needs());
        assertThat(mix.needs(parameters("share=wait:1,message:1")))
                .containsOnly(Feature.CONCURRENCY, Feature.CONNECTIONS, Feature.INBOXES);
        assertThat(mix.needs(parameters("share=cell:1")))
                .containsOnly(Feature.CONCURRENCY, Feature.CONNECTIONS, Feature.SHARED_CELLS);
        assertThat(mix.demand(parameters("in-flight=100"))).isEqualTo(new Demand(101, 201));
    }

    @Test
    void nativeCodeHasATwinInC() {
        assertThat(mix.hasKernels()).isFalse();
        assertThat(mix.hasKernels(parameters("share=wait:1"))).isFalse();
        assertThat(mix.hasKernels(parameters("share=native:1"))).isTrue();
        Kernel<Message> twin = new ComputingCall(5, 300, true).twin();
        assertThat(twin.words()).containsExactly(5L, 300L);
        assertThat(Computed.of(twin.result().apply(Kernel.Results.ofWords(7, 0))))
                .isEqualTo(new Computed(7, true));
    }

    @Test
    void itsSizeIsThatOfItsLoop() {
        Parameters closed = parameters();
        assertThat(mix.size(closed)).contains(Mix.REQUESTS);
        assertThat(mix.parts(closed)).isEqualTo(OptionalLong.of(REQUESTS));
        Parameters open = parameters("rate=100", "duration=2s");
        assertThat(mix.size(open)).contains(Mix.DURATION);
        assertThat(mix.parts(open)).isEqualTo(OptionalLong.of(200));
        assertThat(mix.size()).contains(Mix.REQUESTS);
    }

    @Test
    void warmingUpIsShort() {
        Parameters full = Parameters.of("mix", mix.parameters(), Map.of("in-flight", "300"), Preset.FULL);
        assertThat(mix.warmUp(full).get(Mix.REQUESTS)).isEqualTo(300);
        assertThat(mix.warmUp(full).get(Mix.DURATION)).isEqualTo(Duration.ofMillis(300));
        assertThat(mix.warmUp(parameters()).get(Mix.REQUESTS)).isEqualTo(REQUESTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "requests=2; requests=2 are fewer than in-flight=3, must be as many at least",
                "rate=1M, duration=2s; 2000000 requests of steps=5 are too many",
                "requests=1M, steps=200; 1000000 requests of steps=200 are too many",
                "wait=10s, steps=100, share=wait:1; a request of steps=100 takes 1000 s on average, must be at most 60s",
                "spread=5.1; spread=5.1 is out of range, allowed is from 0 to 5",
                "spread=much; spread=much is not a number such as 0.5",
                "spread=-0.5; spread=-0.5 is out of range",
                "native-lock=dropped; native-lock=dropped is not one of held, released",
            })
    void whatCannotBeIsRefusedInOneLine(String settings, String message) {
        String[] each = COMMA.splitAsStream(settings).toArray(String[]::new);
        assertThatThrownBy(() -> round(each).close())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void spreadIsWrittenAsItIsRead() {
        for (String spread : List.of("0", "0.5", "1", "5", "0.125")) {
            assertThat(parameters("spread=" + spread).asText()).containsEntry("spread", spread);
        }
        assertThat(parameters("spread=1.50").get(Mix.SPREAD)).isCloseTo(1.5, within(1e-12));
    }
}
