package org.interleave.nativecode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE_NEW;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.interleave.core.Availability;
import org.interleave.core.Availability.Unavailable;
import org.interleave.core.runtime.ScratchDirectory;

/**
 * The C library that the build put beside the classes, if it found a C compiler.
 *
 * <p>A library is loaded from a file, and classes are in a jar. So it is copied to a scratch directory that only this
 * user may enter, if it is still what the build wrote, and loaded. The directory is removed at once: the mapping outlives
 * the name.
 */
final class NativeLibrary {

    private static final String NAME = System.mapLibraryName("interleave-native");
    private static final String CHECKSUM = ".sha256";

    private NativeLibrary() {}

    /** Loads the library into this process, the first time, if it is there. */
    static Availability availability() {
        return Loaded.AVAILABILITY;
    }

    /** Initialised once, by whoever comes first; others wait. */
    private static final class Loaded {
        static final Availability AVAILABILITY = load(platform(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** What the library exports, once it is loaded. It stays for as long as the process lives. */
    static SymbolLookup symbols() {
        return SymbolLookup.loaderLookup();
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
        String resource = resource(platform);
        try (InputStream library = NativeLibrary.class.getResourceAsStream(resource);
                InputStream checksum = NativeLibrary.class.getResourceAsStream(resource + CHECKSUM)) {
            if (library == null) {
                return new Unavailable(
                        "no C library for " + platform + " in this build: install a C compiler (gcc) and build again");
            }
            String written = checksum == null ? "" : new String(checksum.readAllBytes(), US_ASCII);
            return load(library.readAllBytes(), written, temporary);
        } catch (IOException e) {
            return new Unavailable("the C library cannot be read (" + e + "): build again");
        }
    }

    /**
     * Loads a library.
     *
     * @param library its bytes
     * @param checksum what begins with its SHA-256 in hexadecimal digits
     * @param temporary where to make the directory to load from
     */
    static Availability load(byte[] library, String checksum, Path temporary) {
        String expected = checksum.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
        if (!expected.equals(sha256(library))) {
            return new Unavailable("the C library is not the one that the build wrote, its SHA-256 is "
                    + sha256(library) + " and not " + (expected.isEmpty() ? "noted" : expected) + ": build again");
        }
        try (ScratchDirectory scratch = ScratchDirectory.create(temporary)) {
            Path file = scratch.path().resolve(NAME);
            Files.write(file, library, CREATE_NEW);
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

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
