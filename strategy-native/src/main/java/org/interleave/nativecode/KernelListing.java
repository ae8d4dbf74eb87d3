package org.interleave.nativecode;

import java.nio.file.Path;
import java.util.List;
import org.interleave.core.Availability.Unavailable;
import org.interleave.core.InvalidInputException;
import org.interleave.core.StrategyException;

/** A listing of the kernels that a user's library registers, as a run would load them. */
public final class KernelListing {

    private KernelListing() {}

    /**
     * Loads a library, whose code may do anything to this process, and lists its kernels in its order.
     *
     * @return of each its name, parameters and flags, such as {@code collatz(word, word), released around each call}
     * @throws InvalidInputException if it is no library of kernels, was built for another version of {@code interleave.h}, or
     *     has a kernel of the name of a built-in one
     * @throws StrategyException if native code cannot be run here
     */
    public static List<String> of(Path library) {
        if (NativeLibrary.availability() instanceof Unavailable unavailable) {
            throw new StrategyException("native code cannot be run: " + unavailable.reason());
        }
        return KernelCatalog.besideBuiltIn(library).stream()
                .map(LoadedKernel::inWords)
                .toList();
    }
}
