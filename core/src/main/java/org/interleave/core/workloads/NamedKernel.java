package org.interleave.core.workloads;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * A kernel of the user's choice, from a library of his own perhaps, run by several tasks at the same time. Only strategies of
 * native code can run it, for there is no such task in Java.
 *
 * <p>The oracle knows only that a kernel which is given the same arguments has the same results, so those of all tasks have to
 * agree, and, if the user says so, what the first word has to be.
 */
public final class NamedKernel implements Workload<NamedKernel.Computed> {

    /** Its name. */
    public static final String NAME = "kernel";

    /** The kernel. */
    public static final Parameter<String> KERNEL = Parameter.text(
            "name", "the kernel's name", "nothing", "the name of a kernel", NamedKernel::checkedName, name -> name);

    /** What it is given. */
    static final Parameter<ArgumentShapes> ARGUMENTS = ArgumentShapes.parameter(
            "arguments", "what it is given: a number for a word, reals:N or bytes:N for an array of 0, 1, 2 ...", "0");

    /** The number of tasks. */
    public static final Parameter<Long> TASKS = Parameter.count("tasks", "tasks that each run it", 2, 2, 1, 10_000);

    /** What its first word has to be at the end. */
    public static final Parameter<Optional<Long>> EXPECTED = Parameter.text(
            "expected",
            "what its first word has to be in the end",
            Optional.empty(),
            "a whole number, or any",
            NamedKernel::expectation,
            expected -> expected.map(String::valueOf).orElse("any"));

    private static final int MOST_CHARACTERS = 60;

    private static final long MOST_BYTES = 1_000_000_000;

    /**
     * The results of one task.
     *
     * @param words the words in the end, in the order of the arguments
     * @param arrays the SHA-256 of the arrays in the end, in hexadecimal
     */
    public record Computed(List<Long> words, String arrays) implements Serializable {

        /** Takes a copy. */
        public Computed {
            words = List.copyOf(words);
        }
    }

    private static String checkedName(String name) {
        if (name.isBlank() || name.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("is not the name of a kernel");
        }
        return name;
    }

    private static Optional<Long> expectation(String text) {
        try {
            return text.equals("any") ? Optional.empty() : Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("is neither a whole number nor any", e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "a kernel in C of your choice, run by several tasks";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(KERNEL, ARGUMENTS, TASKS, EXPECTED);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of(Feature.KERNELS);
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of());
    }

    @Override
    public Round<Computed> prepare(Parameters parameters) {
        ArgumentShapes arguments = parameters.get(ARGUMENTS);
        int tasks = parameters.getInt(TASKS);
        if (arguments.size() * tasks > MOST_BYTES) {
            throw new InvalidInputException("arguments=" + arguments.text() + " for each of tasks=" + tasks
                    + " are too much to hold in memory, allowed are " + MOST_BYTES + " bytes in all");
        }
        Optional<Long> expected = parameters.get(EXPECTED);
        if (expected.isPresent() && arguments.make().stream().noneMatch(Kernel.Argument.Word.class::isInstance)) {
            throw new InvalidInputException("expected=" + expected.get() + " is about the first word, and arguments="
                    + arguments.text() + " has none");
        }
        return new KernelRound(
                IntStream.range(0, tasks)
                        .mapToObj(task -> new KernelTask(parameters.get(KERNEL), arguments.make()))
                        .toList(),
                expected);
    }

    private record KernelRound(List<KernelTask> tasks, Optional<Long> expected) implements Round<Computed> {

        @Override
        public Job<Computed> job() {
            return Job.of(tasks);
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of("caller");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Computed> outcome) {
            List<Computed> results = outcome.results(tasks.size());
            Computed first = results.getFirst();
            for (int task = 1; task < results.size(); task++) {
                if (!results.get(task).equals(first)) {
                    throw new WrongResultException("task " + task + " of kernel found " + results.get(task)
                            + ", and task 0, which was given the same, " + first);
                }
            }
            expected.filter(word -> !first.words().getFirst().equals(word)).ifPresent(word -> {
                throw new WrongResultException(
                        "the first word of kernel is " + first.words().getFirst() + ", should be " + word);
            });
            return Map.of();
        }
    }

    /** A task that there is in C only. */
    private static final class KernelTask implements Task<Computed> {

        private static final long serialVersionUID = 1;

        private final String name;

        @SuppressWarnings("serial") // no strategy that runs kernels ships its tasks
        private final List<Kernel.Argument> arguments;

        KernelTask(String name, List<Kernel.Argument> arguments) {
            this.name = name;
            this.arguments = arguments;
        }

        @Override
        public Step<Computed> advance(Turn turn) {
            throw new IllegalStateException("kernel " + name + " is not there in Java");
        }

        @Override
        public Optional<Kernel<Computed>> kernel() {
            return Optional.of(new Kernel<>(name, arguments, this::computed));
        }

        private Computed computed(Kernel.Results results) {
            List<Long> words = new ArrayList<>();
            MessageDigest digest = sha256();
            for (int i = 0; i < arguments.size(); i++) {
                switch (arguments.get(i)) {
                    case Kernel.Argument.Word word -> words.add(results.word(i));
                    case Kernel.Argument.Reals reals -> digest.update(bytes(results.reals(i)));
                    case Kernel.Argument.Bytes bytes -> digest.update(results.bytes(i));
                }
            }
            return new Computed(words, HexFormat.of().formatHex(digest.digest()));
        }

        private static byte[] bytes(double[] reals) {
            ByteBuffer bytes = ByteBuffer.allocate(reals.length * Double.BYTES);
            bytes.asDoubleBuffer().put(reals);
            return bytes.array();
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
