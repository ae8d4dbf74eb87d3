package org.interleave.core.workloads;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.interleave.core.Kernel;
import org.interleave.core.Parameter;
import org.interleave.core.Quantity;

/**
 * The arguments of a kernel as the user writes them: a number is a word, {@code reals:N} and {@code bytes:N} are arrays of so many
 * elements, in the order of the kernel's parameters.
 *
 * @param shapes what each argument is
 */
record ArgumentShapes(List<Shape> shapes) {

    /** The most elements of an array. */
    private static final long MOST_ELEMENTS = 100_000_000;

    private static final int MOST_ARGUMENTS = 64;

    private static final String ALLOWED =
            "numbers, reals:N and bytes:N joined by commas, at most " + MOST_ARGUMENTS + ", or none";

    /** What an argument is. */
    sealed interface Shape {

        /** Bytes of memory that it takes. */
        long size();

        /** A new argument: the elements of arrays are 0, 1, 2 and so on, bytes begin again after 255. */
        Kernel.Argument make();
    }

    private record Word(long value) implements Shape {

        @Override
        public long size() {
            return Long.BYTES;
        }

        @Override
        public Kernel.Argument make() {
            return new Kernel.Argument.Word(value);
        }

        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    private record Reals(int length) implements Shape {

        static final String PREFIX = "reals:";

        @Override
        public long size() {
            return (long) length * Double.BYTES;
        }

        @Override
        public Kernel.Argument make() {
            double[] reals = new double[length];
            Arrays.setAll(reals, i -> i);
            return new Kernel.Argument.Reals(reals);
        }

        @Override
        public String toString() {
            return PREFIX + length;
        }
    }

    private record Bytes(int length) implements Shape {

        static final String PREFIX = "bytes:";

        @Override
        public long size() {
            return length;
        }

        @Override
        public Kernel.Argument make() {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) i;
            }
            return new Kernel.Argument.Bytes(bytes);
        }

        @Override
        public String toString() {
            return PREFIX + length;
        }
    }

    /** A parameter of them. */
    static Parameter<ArgumentShapes> parameter(String name, String description, String value) {
        return Parameter.text(name, description, parse(value), ALLOWED, ArgumentShapes::parse, ArgumentShapes::text);
    }

    /** @throws IllegalArgumentException with what is wrong, to follow the text */
    static ArgumentShapes parse(String text) {
        if (text.isBlank()) {
            return new ArgumentShapes(List.of());
        }
        String[] parts = text.split(",", -1);
        if (parts.length > MOST_ARGUMENTS) {
            throw new IllegalArgumentException("has " + parts.length + " arguments, allowed are " + MOST_ARGUMENTS);
        }
        return new ArgumentShapes(
                Arrays.stream(parts).map(part -> shape(part.strip())).toList());
    }

    private static Shape shape(String text) {
        if (text.startsWith(Reals.PREFIX)) {
            return array(text, Reals.PREFIX, Reals::new);
        }
        if (text.startsWith(Bytes.PREFIX)) {
            return array(text, Bytes.PREFIX, Bytes::new);
        }
        try {
            return new Word(text.startsWith("-") ? Long.parseLong(text) : Quantity.parseCount(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "has an argument '" + text + "' that is neither a number nor reals:N nor bytes:N", e);
        }
    }

    private static Shape array(String text, String prefix, IntFunction<Shape> shape) {
        long length;
        try {
            length = Quantity.parseCount(text.substring(prefix.length()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has an argument '" + text + "' whose length is no whole number", e);
        }
        if (length > MOST_ELEMENTS) {
            throw new IllegalArgumentException(
                    "has an argument '" + text + "' that is too long, allowed are " + MOST_ELEMENTS + " elements");
        }
        return shape.apply((int) length);
    }

    /** As the user writes it. */
    String text() {
        return shapes.stream().map(Shape::toString).collect(Collectors.joining(","));
    }

    /** Bytes of memory that they take. */
    long size() {
        return shapes.stream().mapToLong(Shape::size).sum();
    }

    /** New ones, which the kernel may change. */
    List<Kernel.Argument> make() {
        return shapes.stream().map(Shape::make).toList();
    }
}
