package org.interleave.nativecode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.interleave.core.Availability;
import org.interleave.core.Availability.Unavailable;
import org.interleave.core.runtime.ScratchDirectory;

/**
 * The C library that the build put beside the classes, if it found a C compiler.
 *
 * <p>A library is loaded from a file, and classes are in a jar. So it is copied to a scratch directory, loaded, and that is
 * removed at once: the mapping outlives the name.
 */
final class NativeLibrary {

    private static final String NAME = System.mapLibraryName("interleave-native");

    private NativeLibrary() {}

    /** Loads the library into this process, the first time, if it is there. */
    static Availability availability() {
        return Loaded.AVAILABILITY;
    }

    /** Initialised once, by whoever comes first; others wait. */
    private static final class Loaded {
        static final Availability AVAILABILITY = load(platform(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The operating system and the processor architecture, in the way of {@code linux-amd64}. */
    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).split(" ", 2)[0];
        return system + "-" + System.getProperty("os.arch");
    }

    /** Where the library of a platform is among the classes. */
    static String resource(String platform) {
        return "/META-INF/native/" + platform + "/" + NAME;
    }

    /**
     * Loads the library of a platform, if there is one in this build.
     *
     * @param platform see {@link #platform}
     * @param temporary where to make the directory to load from
     */
    static Availability load(String platform, Path temporary) {
        try (InputStream library = NativeLibrary.class.getResourceAsStream(resource(platform))) {
            return library == null
                    ? new Unavailable("no C library for " + platform
                            + " in this build: install a C compiler (gcc) and build again")
                    : load(library, temporary);
        } catch (IOException e) {
            return new Unavailable("the C library cannot be read (" + e + "): build again");
        }
    }

    /**
     * Loads a library.
     *
     * @param library its bytes
     * @param temporary where to make the directory to load from
     */
    static Availability load(InputStream library, Path temporary) {
        try (ScratchDirectory scratch = ScratchDirectory.create(temporary)) {
            Path file = scratch.path().resolve(NAME);
            Files.copy(library, file);
            System.load(file.toAbsolutePath().toString());
            return Availability.available();
        } catch (IOException e) {
            return new Unavailable("the C library cannot be copied to " + temporary + " (" + e
                    + "): point java.io.tmpdir to a directory that can be written to");
        } catch (UnsatisfiedLinkError e) {
            return new Unavailable("the C library cannot be loaded from " + temporary + " (" + e.getMessage()
                    + "): point java.io.tmpdir to a directory that allows execution, or build again on this machine");
        }
    }
}
