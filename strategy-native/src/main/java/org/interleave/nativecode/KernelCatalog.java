package org.interleave.nativecode;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.interleave.core.InvalidInputException;
import org.interleave.core.StrategyException;

/**
 * The kernels of this process, by the names that tasks know them by: those that are built in, and those of the user's
 * libraries. Immutable.
 *
 * <p>The user's libraries are loaded when a strategy is first opened that calls kernels, and not before: their code may
 * crash the process, which should then be the one that was started for it.
 */
final class KernelCatalog {

    private static final String BUILT_IN = "the built-in library";

    private final Map<String, LoadedKernel> kernels;

    private KernelCatalog(Map<String, LoadedKernel> kernels) {
        this.kernels = Collections.unmodifiableMap(kernels);
    }

    /**
     * All kernels of this process. {@link NativeLibrary} has to be loaded before.
     *
     * @throws StrategyException if one of the user's libraries is refused
     */
    static KernelCatalog load() {
        return Loaded.load();
    }

    /** The libraries that were loaded stay; what was refused is tried again. */
    private static final class Loaded {

        private static final Map<String, KernelCatalog> BY_LIBRARIES = new HashMap<>();

        static synchronized KernelCatalog load() {
            String libraries = System.getProperty(NativeOptions.KERNEL_LIBRARIES, "");
            try {
                KernelCatalog loaded = BY_LIBRARIES.get(libraries);
                if (loaded == null) {
                    loaded = KernelCatalog.of(files(libraries));
                    BY_LIBRARIES.put(libraries, loaded);
                }
                return loaded;
            } catch (InvalidInputException e) {
                throw new StrategyException(String.valueOf(e.getMessage()), e);
            }
        }

        private static List<Path> files(String libraries) {
            return Arrays.stream(libraries.split(File.pathSeparator, -1))
                    .filter(file -> !file.isBlank())
                    .map(Path::of)
                    .toList();
        }
    }

    /**
     * The built-in kernels and those of some libraries.
     *
     * @throws InvalidInputException if a library is refused, or two libraries have a kernel of one name
     */
    static KernelCatalog of(List<Path> libraries) {
        Map<String, LoadedKernel> kernels = new HashMap<>();
        addAll(kernels, KernelLibrary.read(BUILT_IN, NativeLibrary.symbols()));
        for (Path library : libraries.stream().distinct().toList()) {
            addAll(kernels, KernelLibrary.open(library));
        }
        return new KernelCatalog(kernels);
    }

    /**
     * The kernels of a library, in its order, if they can stand beside those that are built in.
     *
     * @throws InvalidInputException if it is refused, or has a kernel of a name that is built in
     */
    static List<LoadedKernel> besideBuiltIn(Path library) {
        Map<String, LoadedKernel> kernels = new HashMap<>(of(List.of()).kernels);
        List<LoadedKernel> own = KernelLibrary.open(library);
        addAll(kernels, own);
        return own;
    }

    private static void addAll(Map<String, LoadedKernel> kernels, List<LoadedKernel> more) {
        for (LoadedKernel kernel : more) {
            LoadedKernel other = kernels.putIfAbsent(kernel.name(), kernel);
            if (other != null) {
                throw new InvalidInputException("kernel library " + kernel.library() + " has a kernel " + kernel.name()
                        + ", and so has " + other.library() + ": give it another name");
            }
        }
    }

    /**
     * The kernel of a name.
     *
     * @throws InvalidInputException if there is none
     */
    LoadedKernel named(String name) {
        LoadedKernel kernel = kernels.get(name);
        if (kernel == null) {
            throw InvalidInputException.unknown("C kernel", name, names());
        }
        return kernel;
    }

    /** The names of all, in their order. */
    SortedSet<String> names() {
        return new TreeSet<>(kernels.keySet());
    }
}
