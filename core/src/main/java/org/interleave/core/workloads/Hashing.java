package org.interleave.core.workloads;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * SHA-256 of a large message for each task: what CPython's {@code hashlib} does in C, with its lock released for messages of more
 * than 2047 bytes.
 *
 * <p>The oracle is the JDK's own SHA-256.
 */
public final class Hashing implements Workload<String> {

    /** Its name. */
    public static final String NAME = "hash";

    /** The size of each message. */
    public static final Parameter<Long> BYTES = Parameter.count(
            "bytes", "bytes of each message, one message for each task", 8_000_000, 100_000_000, 1, 500_000_000);

    /** The number of tasks. */
    public static final Parameter<Long> TASKS =
            Parameter.count("tasks", "tasks, each with a message of its own", 2, 2, 1, 1_000);

    private static final long MOST_BYTES = 500_000_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "tasks that compute on large arrays: the SHA-256 of a message each";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(BYTES, TASKS);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of();
    }

    @Override
    public boolean hasKernels() {
        return true;
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(BYTES);
    }

    @Override
    public Round<String> prepare(Parameters parameters) {
        int bytes = parameters.getInt(BYTES);
        int tasks = parameters.getInt(TASKS);
        if ((long) bytes * tasks > MOST_BYTES) {
            throw new InvalidInputException("bytes=" + bytes + " for each of tasks=" + tasks
                    + " is too much to hold in memory, allowed are " + MOST_BYTES + " in all");
        }
        return new HashRound(
                IntStream.range(0, tasks).mapToObj(task -> message(bytes, task)).toList());
    }

    private static byte[] message(int bytes, long seed) {
        byte[] message = new byte[bytes];
        new SplittableRandom(seed).nextBytes(message);
        return message;
    }

    private record HashRound(List<byte[]> messages) implements Round<String> {

        @Override
        public Job<String> job() {
            return Job.of(messages.stream().map(HashTask::new).toList());
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of("hasher");
        }

        @Override
        public Map<String, Metric> verify(Outcome<String> outcome) {
            List<String> results = outcome.results(messages.size());
            for (int task = 0; task < messages.size(); task++) {
                String expected = oracle(messages.get(task));
                if (!results.get(task).equals(expected)) {
                    throw new WrongResultException(
                            "task " + task + " of hash found " + results.get(task) + ", should be " + expected);
                }
            }
            return Map.of();
        }

        private static String oracle(byte[] message) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(message));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    private static final class HashTask implements Task<String> {

        private static final long serialVersionUID = 1;

        /** About what a block takes. */
        private static final long TICKS_PER_BLOCK = 10;

        /** What the C code keeps between two calls: the hash so far, the beginning of a block, the length. */
        private static final int CONTEXT_BYTES = 112;

        private static final int HASH_BYTES = 32;

        /** Only read, so tasks of the same message share it. */
        private final byte[] message;

        private final Sha256 hash = new Sha256();
        private int next;

        /** Ticks that were given and are too few for a block. */
        private long saved;

        HashTask(byte[] message) {
            this.message = message;
        }

        @Override
        public Step<String> advance(Turn turn) {
            saved += turn.ticks();
            int left = (message.length - next) / Sha256.BLOCK;
            int now = (int) Math.min(left, saved / TICKS_PER_BLOCK);
            hash.update(message, next, now);
            next += now * Sha256.BLOCK;
            saved -= now * TICKS_PER_BLOCK;
            return now == left ? Step.done(HexFormat.of().formatHex(hash.finish(message, next))) : Step.ready();
        }

        @Override
        public boolean idempotent() {
            return true;
        }

        @Override
        public Optional<Kernel<String>> kernel() {
            return Optional.of(new Kernel<>(
                    "hash",
                    List.of(
                            new Kernel.Argument.Word(0),
                            new Kernel.Argument.Bytes(message),
                            new Kernel.Argument.Bytes(new byte[CONTEXT_BYTES]),
                            new Kernel.Argument.Bytes(new byte[HASH_BYTES])),
                    results -> HexFormat.of().formatHex(results.bytes(3))));
        }
    }
}
