package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.core.Execution;
import org.interleave.core.Outcome;
import org.interleave.core.Round;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;
import org.interleave.core.catalog.Catalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every workload under every {@linkplain BrokenStrategy broken strategy}. The workload {@code casualties} needs processes to
 * lose and {@code kernel} runs in C alone, so they are not among them; their own tests break their outcomes.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OracleTest {

    private static final List<String> WORKLOADS = List.of(
            "blocking-turn",
            "busy-pair",
            "countdown",
            "datagrams",
            "device-control",
            "dot",
            "echo",
            "hash",
            "items",
            "messages",
            "mix",
            "pipeline",
            "primes",
            "repeating-timer",
            "retain-release",
            "session-totals",
            "shared-counter",
            "signal-handler",
            "waits");

    /**
     * The columns are the workloads in their order. R: refused. Another letter: passes, for the reason that it stands for. A
     * dot: there is nothing of the kind to break.
     */
    private static final String MATRIX = """
            DROPS_MESSAGES         . . . R . . R . . R R R . . . . . c .
            DOUBLES_MESSAGES       . . . w . . w . . R R R . . . . . w .
            REORDERS_MESSAGES      . . . w . . w . . R R R . . . . . w .
            MAKES_UP_MESSAGES      . . . w R . R . . R R R . R . . . a .
            DROPS_DATAGRAMS        . . . u u . u . . . . . . . . . . u .
            DOUBLES_DATAGRAMS      . . . R R . R . . . . . . . . . . a .
            REORDERS_DATAGRAMS     . . . R o . o . . . . . . . . . . . .
            IGNORES_SLEEPS         R R . . R . . . . . R . . R . . . . R
            LOSES_EXPIRATIONS      . . . . . . . . . . . . . R . . . . .
            DOUBLES_EXPIRATIONS    . . . . . . . . . . . . . R . . . . .
            LOSES_UPDATES          . . . . . . . . . . R . . . R . R . .
            LOADS_WHAT_WAS         . . . . . . . . . . n . . . R . n . .
            RUNS_TASKS_TWICE       t t t R R t . t t t R R t t R t R . t
            RUNS_ONE_AFTER_ANOTHER R k . b . . R . . . R . . s . . . c .
            HAS_AN_IDLE_TWIN       . R R R . R R R R R . . R . . R . R R
            RETURNS_EARLY          R R R R R R R R R R R R R R R R R R R
            MIXES_RESULTS          R R R R e R R R m R R R R R R R R . e
            """;

    private static final Map<Character, String> REASONS = Map.ofEntries(
            Map.entry(
                    'a',
                    "an answer that was made up or comes twice is not taken for the handler's, which is waited for"),
            Map.entry('b', "a sender that never waits may keep a loop busy until it ends, so only the rate tells"),
            Map.entry('c', "a task that is cancelled has no result that could tell whether it computed"),
            Map.entry('e', "two tasks that do the same have results that cannot be told apart"),
            Map.entry('k', "a lock that is kept leaves the other task nothing, which its rate is there to tell"),
            Map.entry('m', "results that stand in another's place are counted, for a claim to speak of"),
            Map.entry('n', "no update is lost, which is all that is vouched for; what a task loads is its own affair"),
            Map.entry('o', "replies may overtake each other: each is timed by itself"),
            Map.entry('s', "nobody waits for the timer while the collector runs, which is counted"),
            Map.entry('t', "the result of running again what changes nothing else is the same; only the time tells"),
            Map.entry('u', "datagrams may be lost, and are counted"),
            Map.entry('w', "a word to begin has no content, and the order of words to different tasks is nobody's"));

    private static final Map<String, Map<String, String>> SMALL = Map.ofEntries(
            Map.entry("blocking-turn", Map.of("length", "6ms", "every", "2ms")),
            Map.entry("busy-pair", Map.of("ticks", "1100k")),
            Map.entry("countdown", Map.of("count", "1001", "tasks", "3")),
            Map.entry("datagrams", Map.of("duration", "300ms", "background", "2")),
            Map.entry(
                    "device-control",
                    Map.of(
                            "how", "polls",
                            "transport", "udp",
                            "clients", "2",
                            "devices", "2",
                            "duration", "50ms",
                            "poll-every", "5ms")),
            Map.entry("dot", Map.of("elements", "1001", "tasks", "3")),
            Map.entry(
                    "echo",
                    Map.of("duration", "100ms", "rate", "90", "background", "2")), // its last datagram is an odd one
            Map.entry("hash", Map.of("bytes", "1001", "tasks", "3")),
            Map.entry("items", Map.of("items", "7", "work", "1000")),
            Map.entry("messages", Map.of("count", "1000")),
            Map.entry(
                    "mix",
                    Map.ofEntries(
                            Map.entry("share", "compute:1,wait:1,blocking:1,message:1,cell:1,native:1"),
                            Map.entry("in-flight", "3"),
                            Map.entry("requests", "40"),
                            Map.entry("steps", "6"),
                            Map.entry("compute", "20us"),
                            Map.entry("native", "20us"),
                            Map.entry("wait", "1ms"),
                            Map.entry("blocking", "1ms"),
                            Map.entry("memory", "not-measured"))),
            Map.entry("pipeline", Map.of("stages", "3", "items", "100", "window", "4")),
            Map.entry("primes", Map.of("limit", "3000", "tasks", "3")),
            Map.entry("retain-release", Map.of("tasks", "3", "objects", "5", "operations", "1000")),
            Map.entry("session-totals", Map.of("users", "20", "sessions", "7", "chunks", "3")),
            Map.entry("shared-counter", Map.of("additions", "1000", "work", "2")),
            Map.entry("signal-handler", Map.of("background", "2", "compute", "10s", "after", "1ms")),
            Map.entry("repeating-timer", Map.of("every", "10ms", "periods", "20", "collections", "2")),
            Map.entry("waits", Map.of("wait", "10ms", "tasks", "3", "repeats", "2", "hogs", "2", "hog-ticks", "1000")));

    /** A workload under a broken strategy, and what is to be expected. */
    record Case(BrokenStrategy strategy, String workload, char expected) {

        @Override
        public String toString() {
            return workload + " under " + strategy;
        }
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split(" +"));
    }

    private static Stream<Case> cases() {
        return MATRIX.lines()
                .map(OracleTest::words)
                .flatMap(row -> IntStream.range(0, WORKLOADS.size())
                        .mapToObj(column -> new Case(
                                BrokenStrategy.valueOf(row.getFirst()),
                                WORKLOADS.get(column),
                                row.get(1 + column).charAt(0))));
    }

    private static Stream<Case> broken() {
        return cases().filter(one -> one.expected() != '.');
    }

    private static Workload<?> workload(String name) {
        return Catalog.load(OracleTest.class.getClassLoader()).workload(name);
    }

    @Test
    void allWorkloadsAndBrokenStrategiesAreThere() {
        assertThat(cases().map(Case::strategy).distinct()).containsExactly(BrokenStrategy.values());
        assertThat(Catalog.load(OracleTest.class.getClassLoader()).workloads())
                .extracting(Workload::name)
                .filteredOn(
                        name -> !Set.of(WorkerFailures.NAME, NamedKernel.NAME).contains(name))
                .containsExactlyInAnyOrderElementsOf(WORKLOADS);
        assertThat(REASONS.keySet())
                .containsExactlyInAnyOrderElementsOf(broken().map(Case::expected)
                        .filter(letter -> letter != 'R')
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatAStrategyDoesWrongIsRefusedOrCannotBeKnown(Case one) {
        Workload<?> workload = workload(one.workload());
        if (one.expected() == 'R') {
            assertThatThrownBy(() -> run(workload, one.strategy())).isInstanceOf(WrongResultException.class);
        } else {
            assertThatCode(() -> run(workload, one.strategy()))
                    .as(REASONS.get(one.expected()))
                    .doesNotThrowAnyException();
        }
    }

    private static <R extends Serializable> void run(Workload<R> workload, BrokenStrategy broken)
            throws InterruptedException {
        try (Round<R> round = prepare(workload, Map.of());
                Execution execution = broken.open()) {
            round.verify(round.runOn(execution));
        }
    }

    private static <R extends Serializable> Round<R> prepare(Workload<R> workload, Map<String, String> other) {
        Map<String, String> given = new HashMap<>(Objects.requireNonNull(SMALL.get(workload.name())));
        given.putAll(other);
        return workload.prepare(TestRun.parameters(workload, given));
    }

    /** A strategy that does less than it was told, and hands in the results of that. */
    @ParameterizedTest
    @CsvSource({
        "blocking-turn, length=5ms",
        "busy-pair, ticks=1M",
        "countdown, count=1000",
        "dot, elements=1000",
        "hash, bytes=1000",
        "items, work=999",
        "messages, count=999",
        "pipeline, items=99",
        "pipeline, stages=2",
        "primes, limit=1500",
        "retain-release, operations=500",
        "session-totals, sessions=6",
        "session-totals, users=18",
        "shared-counter, additions=999",
        "shared-counter, work=1",
        "repeating-timer, periods=2",
        "repeating-timer, every=5ms",
        "repeating-timer, collections=1",
        "waits, repeats=1",
        "waits, hog-ticks=999",
        "waits, wait=1ms"
    })
    void lessThanTheWorkIsRefused(String workload, String less) throws InterruptedException {
        refusesTheResultsOf(workload(workload), less.split("=", -1));
    }

    private static <R extends Serializable> void refusesTheResultsOf(Workload<R> workload, String... less)
            throws InterruptedException {
        Map<String, String> smaller = Map.of(less[0], less[1]);
        assertThat(SMALL.get(workload.name())).containsKey(less[0]);
        try (Round<R> asked = prepare(workload, Map.of());
                Round<R> done = prepare(workload, smaller)) {
            Outcome<R> outcome = TestRun.onThreads(done, 1000);
            done.verify(outcome);
            assertThatThrownBy(() -> asked.verify(outcome))
                    .as(Arrays.toString(less))
                    .isInstanceOf(WrongResultException.class);
        }
    }
}
