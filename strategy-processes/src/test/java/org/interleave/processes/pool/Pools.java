package org.interleave.processes.pool;

import java.io.File;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Task;
import org.interleave.core.runtime.ScratchDirectory;
import org.interleave.processes.Processes;
import org.interleave.processes.wire.Codec;
import org.interleave.processes.wire.PayloadCodec;

/** What tests of pools share. */
public final class Pools {

    /** How deeply objects may be nested here. */
    public static final int DEPTH = 20_000;

    private Pools() {}

    /** An open pool with options as the user would set them. */
    public static Execution open(Map<String, String> options) {
        Processes strategy = new Processes();
        return strategy.open(Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK));
    }

    /** So many workers and nothing special. */
    public static PoolSettings settings(int workers) {
        return settings(workers, Codec.JAVA.open(DEPTH));
    }

    /** The same with another codec. */
    public static PoolSettings settings(int workers, PayloadCodec codec) {
        return new PoolSettings(
                workers, ChunkSize.AUTOMATIC, TaskQuota.UNLIMITED, 0, Duration.ZERO, Optional.empty(), codec, DEPTH);
    }

    /** Runs tasks beside the caller. */
    public static <R extends Serializable> CompletableFuture<Outcome<R>> start(
            Execution execution, List<Task<R>> tasks) {
        Supplier<Outcome<R>> run = () -> {
            try {
                return execution.run(Job.of(tasks));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        return CompletableFuture.supplyAsync(
                run, work -> Thread.ofPlatform().daemon().start(work));
    }

    /** The places of the tasks that failed. */
    public static List<Integer> failed(Outcome<?> outcome) {
        return outcome.completions().stream()
                .filter(completion -> completion instanceof Completion.Failed)
                .map(Completion::task)
                .toList();
    }

    /** Why a task failed, in one line. */
    public static String failure(Outcome<?> outcome, int task) {
        return ((Completion.Failed<?>) outcome.completions().get(task))
                .failure()
                .summary();
    }

    /** What is there of the pipes' names that a parent made. */
    public static List<String> namesOf(long parent) {
        return namesOf(parent, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** What is there of the pipes' names that a parent made, in a directory and in memory. */
    public static List<String> namesOf(long parent, Path temporary) {
        return Stream.of(temporary.toString(), "/dev/shm")
                .map(directory -> new File(directory).list())
                .filter(Objects::nonNull)
                .flatMap(Arrays::stream)
                .filter(name -> name.startsWith(ScratchDirectory.prefix(parent)))
                .toList();
    }

    /** What the JVM of a worker is started with now. */
    public static List<String> workerFlags() {
        return WorkerCommand.flags();
    }
}
