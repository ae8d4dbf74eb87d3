package org.interleave.nativecode;

import java.util.SortedSet;
import java.util.TreeSet;
import org.interleave.core.InvalidInputException;

/**
 * The kernels of the C library, by the names that tasks know them by. The library has a list of its own: a file that
 * says {@code KERNEL(name, words)} in it is all that a new one takes.
 *
 * <p>{@link NativeLibrary} has to be loaded before one is looked up. Kernels keep nothing between calls and may be called
 * from any thread.
 */
final class NativeKernels {

    private NativeKernels() {}

    /**
     * The kernel of a name.
     *
     * @throws InvalidInputException if there is none
     */
    static NativeKernel named(String name) {
        long handle = find(name);
        if (handle == 0) {
            throw InvalidInputException.unknown("C kernel", name, names());
        }
        return (state, ticks) -> advance(handle, state, ticks);
    }

    /** The names of all. */
    static SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        for (long handle = next(0); handle != 0; handle = next(handle)) {
            names.add(name(handle));
        }
        return names;
    }

    private static native long find(String name);

    private static native long next(long handle);

    private static native String name(long handle);

    private static native boolean advance(long handle, long[] state, long ticks);
}
