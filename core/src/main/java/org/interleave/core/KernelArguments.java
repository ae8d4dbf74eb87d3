package org.interleave.core;

import java.util.List;
import org.interleave.core.Kernel.Argument;

/** Arguments as results: each is found by its place, and has to be of the type asked for. */
record KernelArguments(List<Argument> arguments) implements Kernel.Results {

    KernelArguments {
        arguments = List.copyOf(arguments);
    }

    @Override
    public long word(int parameter) {
        if (argument(parameter) instanceof Argument.Word word) {
            return word.value();
        }
        throw isOfAnotherType(parameter, "word");
    }

    @Override
    public double[] reals(int parameter) {
        if (argument(parameter) instanceof Argument.Reals reals) {
            return reals.values();
        }
        throw isOfAnotherType(parameter, "reals");
    }

    @Override
    public byte[] bytes(int parameter) {
        if (argument(parameter) instanceof Argument.Bytes bytes) {
            return bytes.values();
        }
        throw isOfAnotherType(parameter, "bytes");
    }

    private Argument argument(int parameter) {
        if (parameter < 0 || parameter >= arguments.size()) {
            throw new IllegalArgumentException(
                    "a kernel of " + arguments.size() + " parameters has no parameter " + parameter);
        }
        return arguments.get(parameter);
    }

    private IllegalArgumentException isOfAnotherType(int parameter, String wanted) {
        return new IllegalArgumentException("parameter " + parameter + " of the kernel is of type "
                + argument(parameter).type() + ", not " + wanted);
    }
}
