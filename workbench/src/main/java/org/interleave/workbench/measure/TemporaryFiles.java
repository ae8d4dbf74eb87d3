package org.interleave.workbench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.core.runtime.ScratchDirectory;
import org.jspecify.annotations.Nullable;

/**
 * The directory of this program's own that the launcher names as the one for temporary files, so that also what libraries
 * write there goes with it: Netty's native code, the flight recorder's files. It is removed when the program ends; of one
 * that was killed the next program removes it. Started in another way, the program has none.
 */
public final class TemporaryFiles {

    /** Where processes may leave shared memory on Linux. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private static @Nullable ScratchDirectory own;

    private TemporaryFiles() {}

    /** Takes the directory over, if there is one, and sees to its end. Called once, before anything is written. */
    public static void begin() {
        Path named = named();
        if (!ScratchDirectory.isNamedLikeOne(named)) {
            return;
        }
        try {
            ScratchDirectory scratch = ScratchDirectory.adopt(named);
            own = scratch;
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("temporary-files").unstarted(() -> {
                        Interruption.awaitReport();
                        scratch.close();
                    }));
        } catch (IOException e) {
            // whoever needs to write there will say so
        }
    }

    /** Removes what killed programs and their workers have left. */
    public static void sweep() {
        List.of(place(), MEMORY).forEach(ScratchDirectory::sweep);
    }

    /**
     * A new directory for the temporary files of a run's forks and their workers, so that they go with the run.
     *
     * @throws InvalidInputException if it cannot be made
     */
    public static ScratchDirectory ofForks() {
        try {
            return ScratchDirectory.create(named());
        } catch (IOException e) {
            throw new InvalidInputException("cannot make a directory in " + named() + ": " + e.getMessage(), e);
        }
    }

    /** The directory for what outlives the program. */
    public static Path place() {
        Path named = named();
        return own == null ? named : Optional.ofNullable(named.getParent()).orElse(named);
    }

    private static Path named() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
