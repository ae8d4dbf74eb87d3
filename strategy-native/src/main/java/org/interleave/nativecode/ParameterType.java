package org.interleave.nativecode;

import java.util.Locale;
import org.interleave.core.Kernel.Argument;

/** The type of a kernel's parameter: {@code interleave_type}, by its ordinal. */
enum ParameterType {
    WORD,
    REALS,
    BYTES;

    /** The type of an argument. */
    static ParameterType of(Argument argument) {
        return switch (argument) {
            case Argument.Word word -> WORD;
            case Argument.Reals reals -> REALS;
            case Argument.Bytes bytes -> BYTES;
        };
    }

    boolean isArray() {
        return this != WORD;
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
