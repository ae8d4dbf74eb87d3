package org.interleave.benchmarks;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Execution;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A workload under a strategy as plain JMH measures it, twenty rounds to warm up, to be set beside what {@code interleave run}
 * says of the same: the workbench has rounds and forks of its own, and the two have to agree. Any parameter or option can be
 * given as {@code name=value}, several joined by {@code &}.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp 'benchmarks/target/*:benchmarks/target/lib/*' org.openjdk.jmh.Main ContenderBenchmark \
 *     -p workload=messages -p parameters=count=1M -p strategy=sequential,netty,akka,vertx
 * ./interleave run messages --set count=1M --strategies sequential,netty,akka,vertx
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 10)
@Fork(
        value = 2,
        jvmArgs = {
            "-XX:+UseSerialGC",
            "-Xms256m",
            "-Xmx2g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class ContenderBenchmark {

    /** The workload's name. */
    @Param("countdown")
    public String workload = "";

    /** Those of its parameters that are not as in the quick preset. */
    @Param("")
    public String parameters = "";

    /** The strategy's name. */
    @Param("sequential")
    public String strategy = "";

    /** Those of its options that are not as by default. */
    @Param("")
    public String options = "";

    private @Nullable Trial<?> trial;

    /** Opens the strategy. */
    @Setup(Level.Trial)
    public void open() {
        Catalog catalog = Catalog.load(ContenderBenchmark.class.getClassLoader());
        Strategy chosen = catalog.strategy(strategy);
        Parameters values = Parameters.of(strategy, chosen.options(), map(options), Preset.QUICK);
        trial = Trial.of(catalog.workload(workload), map(parameters), chosen.open(values));
    }

    private static Map<String, String> map(String text) {
        Map<String, String> map = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                map.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return map;
    }

    /** Makes a round's tasks. */
    @Setup(Level.Iteration)
    public void prepare() {
        trial().prepare();
    }

    /** Runs a round. */
    @Benchmark
    public Object run() throws InterruptedException {
        return trial().run();
    }

    /** Checks a round's results. */
    @TearDown(Level.Iteration)
    public void verify() {
        trial().verify();
    }

    /** Closes the strategy. */
    @TearDown(Level.Trial)
    public void close() {
        trial().execution.close();
    }

    private Trial<?> trial() {
        Trial<?> open = trial;
        if (open == null) {
            throw new IllegalStateException("not open");
        }
        return open;
    }

    /** An execution and the round in hand, with the type of the workload's results. */
    private static final class Trial<R extends Serializable> {

        private final Workload<R> workload;
        private final Parameters parameters;
        private final Execution execution;
        private @Nullable Round<R> round;
        private @Nullable Outcome<R> outcome;

        private Trial(Workload<R> workload, Parameters parameters, Execution execution) {
            this.workload = workload;
            this.parameters = parameters;
            this.execution = execution;
        }

        static <R extends Serializable> Trial<R> of(
                Workload<R> workload, Map<String, String> parameters, Execution execution) {
            return new Trial<>(
                    workload,
                    Parameters.of(workload.name(), workload.parameters(), parameters, Preset.QUICK),
                    execution);
        }

        void prepare() {
            round = workload.prepare(parameters);
            outcome = null;
        }

        Outcome<R> run() throws InterruptedException {
            if (round == null) {
                throw new IllegalStateException("no round is prepared");
            }
            Outcome<R> result = round.runOn(execution);
            outcome = result;
            return result;
        }

        void verify() {
            if (round != null && outcome != null) {
                round.verify(outcome);
                round.close();
            }
        }
    }
}
