package org.interleave.nativecode;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.interleave.core.InvalidInputException;

/**
 * The kernels of the C library, by the names that tasks know them by.
 *
 * <p>The methods are as {@link NativeKernel#advance}; their words are told in {@code kernels.h}. {@link NativeLibrary}
 * has to be loaded before one is called. They keep nothing between calls and may be called from any thread.
 */
final class NativeKernels {

    private static final Map<String, NativeKernel> BY_NAME = new TreeMap<>(Map.of(
            "countdown", NativeKernels::countdown,
            "primes", NativeKernels::primes,
            "spin", NativeKernels::spin));

    private NativeKernels() {}

    /** @throws InvalidInputException if there is no kernel of this name */
    static NativeKernel named(String name) {
        return Optional.ofNullable(BY_NAME.get(name))
                .orElseThrow(() -> InvalidInputException.unknown("C kernel", name, BY_NAME.keySet()));
    }

    static native boolean countdown(long[] state, long ticks);

    static native boolean primes(long[] state, long ticks);

    static native boolean spin(long[] state, long ticks);
}
