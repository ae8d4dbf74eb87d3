package org.interleave.nativecode;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.interleave.core.Kernel.Argument;

/**
 * A kernel of a library that is loaded, for as long as the process lives. Its function keeps nothing between calls and
 * may be called by any thread.
 *
 * @param name what tasks know it by
 * @param flags {@code INTERLEAVE_RELEASES} and the others, or-ed
 * @param parameters the types of its parameters
 * @param function the address of its {@code interleave_function}
 * @param library whence it is, for messages
 */
record LoadedKernel(String name, int flags, List<ParameterType> parameters, MemorySegment function, String library) {

    static final int RELEASES = 1;
    static final int ALLOWS_THREADS = 2;
    static final int CRITICAL = 4;

    LoadedKernel {
        parameters = List.copyOf(parameters);
    }

    /** Whether the lock is released around each call, in strategies that release. */
    boolean releases() {
        return has(RELEASES);
    }

    /** Whether it releases the lock by itself. */
    boolean allowsThreads() {
        return has(ALLOWS_THREADS);
    }

    /** Whether it is short and may work on arrays in Java's heap. */
    boolean critical() {
        return has(CRITICAL);
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The number of its arrays. */
    int arrays() {
        return Math.toIntExact(
                parameters.stream().filter(ParameterType::isArray).count());
    }

    /**
     * Checks what it is given.
     *
     * @throws IllegalArgumentException if these are not as many arguments as it has parameters, or of other types
     */
    void check(List<Argument> arguments) {
        List<ParameterType> given = arguments.stream().map(ParameterType::of).toList();
        if (!given.equals(parameters)) {
            throw new IllegalArgumentException(
                    "C kernel " + name + " takes " + inWords(parameters) + ", was given " + inWords(given));
        }
    }

    /** Its name, parameters and flags. */
    String inWords() {
        return name + "(" + joined(parameters) + "), "
                + (releases() ? "released around each call" : allowsThreads() ? "releases the lock by itself" : "held")
                + (critical() ? ", critical" : "");
    }

    private static String inWords(List<ParameterType> types) {
        return types.isEmpty() ? "nothing" : joined(types);
    }

    private static String joined(List<ParameterType> types) {
        return String.join(", ", types.stream().map(ParameterType::toString).toList());
    }
}
