package org.interleave.core;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * The C twin of a task: a C function by its name, and what it is given. Native strategies find the function among those that
 * are built in and those of the user's own libraries.
 *
 * <p>The twin has the task's own shape: the function is called again and again, advances what it was given by a number of
 * ticks each time, and says whether it is done. Each argument is in and out: what the function leaves there it finds at the
 * next call, and it is the result at the end.
 *
 * @param name the function's name
 * @param arguments what it is given, in the order of its parameters; their number and types have to be the function's
 * @param result makes the task's result of what the function leaves; runs once, under the lock of the strategy
 * @param inInstance whether the function works in an interpreter instance only, as one that sends messages to another does:
 *     strategies without instances in C run the task in Java instead
 * @param awaitsMessage whether the function is called only once a message has come to the task's inbox, as of a task whose
 *     first step is to receive it; the message itself is not given to it
 * @param <R> what the task results in
 */
public record Kernel<R extends Serializable>(
        String name, List<Argument> arguments, Function<Results, R> result, boolean inInstance, boolean awaitsMessage) {

    /** A twin that asks neither for an instance nor for a message. */
    public Kernel(String name, List<Argument> arguments, Function<Results, R> result) {
        this(name, arguments, result, false, false);
    }

    /** Takes a copy of the list; arrays are not copied. */
    public Kernel {
        arguments = List.copyOf(arguments);
    }

    /**
     * The twin of a task that is nothing but 64-bit words, the first of which holds its result in the end.
     *
     * @param words what the function starts from, at least one
     * @param result makes the task's result of the first word
     * @throws IllegalArgumentException if there are no words
     */
    public static <R extends Serializable> Kernel<R> ofWords(String name, List<Long> words, LongFunction<R> result) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("kernel " + name + " has no words");
        }
        List<Argument> arguments =
                words.stream().<Argument>map(Argument.Word::new).toList();
        return new Kernel<>(name, arguments, results -> result.apply(results.word(0)));
    }

    /** The same, called in interpreter instances only. */
    public Kernel<R> inInstances() {
        return new Kernel<>(name, arguments, result, true, awaitsMessage);
    }

    /** The same, called once a message has come. */
    public Kernel<R> afterMessage() {
        return new Kernel<>(name, arguments, result, inInstance, true);
    }

    /** The words among the arguments, as they are given, in their order. */
    public List<Long> words() {
        return arguments.stream()
                .filter(Argument.Word.class::isInstance)
                .map(word -> ((Argument.Word) word).value())
                .toList();
    }

    /** What a function is given, and leaves changed. */
    public sealed interface Argument {

        /** Its type, as messages name it. */
        String type();

        /** A 64-bit word. */
        record Word(long value) implements Argument {

            @Override
            public String type() {
                return "word";
            }
        }

        /**
         * An array of doubles. Tasks may share it if their functions only read it. A strategy works on it in place or on a
         * copy, so what is in it after the end is found in {@link Results#reals}, and perhaps here too.
         */
        record Reals(double[] values) implements Argument {

            @Override
            public String type() {
                return "reals";
            }
        }

        /** An array of bytes, as an array of doubles is. */
        record Bytes(byte[] values) implements Argument {

            @Override
            public String type() {
                return "bytes";
            }
        }
    }

    /**
     * What a function left in its arguments. Valid until the result has been made of it.
     *
     * <p>Parameters are given by their places, from zero. Each method throws an {@link IllegalArgumentException} if there is
     * no such parameter, or it is of another type.
     */
    public interface Results {

        /** The value of a word. */
        long word(int parameter);

        /** The values of an array of doubles: the array given, or a copy. */
        double[] reals(int parameter);

        /** The values of an array of bytes: the array given, or a copy. */
        byte[] bytes(int parameter);

        /** Results that are the arguments as they stand, such as those of a function that worked in place. */
        static Results of(List<Argument> arguments) {
            return new KernelArguments(arguments);
        }

        /** Results of words alone. */
        static Results ofWords(long... words) {
            return of(
                    Arrays.stream(words).<Argument>mapToObj(Argument.Word::new).toList());
        }
    }
}
