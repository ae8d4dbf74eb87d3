package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.assertj.core.api.AbstractStringAssert;
import org.interleave.core.Availability;
import org.interleave.core.Availability.Unavailable;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class NativeLibraryTest {

    /** Where an ELF file names the processor it is for. */
    private static final int ELF_MACHINE = 18;

    @TempDir
    Path temporary;

    @Test
    @Needs(Resource.C_COMPILER)
    void isAvailableWhereItWasBuilt() {
        assertThat(NativeLibrary.availability()).isEqualTo(Availability.available());
    }

    @Test
    @Needs(Resource.C_COMPILER)
    void leavesNoFileBehind() {
        assertThat(NativeLibrary.load(NativeLibrary.platform(), temporary)).isEqualTo(Availability.available());
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void saysWhatToInstallWhereItWasNotBuilt() {
        assertThatReason(NativeLibrary.load("plan9-pdp11", temporary))
                .isEqualTo("no C library for plan9-pdp11 in this build: install a C compiler (gcc) and build again");
        assertThat(temporary).isEmptyDirectory();
    }

    /** A library that says it is for another processor. */
    @Test
    @Needs(Resource.C_COMPILER)
    @EnabledOnOs(OS.LINUX)
    void saysSoWhenItCannotBeLoaded() throws Exception {
        byte[] library = libraryBytes();
        library[ELF_MACHINE] ^= 0x7f;

        assertThatReason(NativeLibrary.load(library, sha256(library), temporary))
                .startsWith("the C library cannot be loaded from " + temporary)
                .contains("java.io.tmpdir");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void saysSoWhenThereIsNoPlaceForIt() throws Exception {
        Path missing = temporary.resolve("missing");

        assertThatReason(NativeLibrary.load(new byte[0], sha256(new byte[0]), missing))
                .startsWith("the C library cannot be copied to " + missing)
                .contains("java.io.tmpdir");
    }

    @Test
    void isNotLoadedWhenItIsNotWhatTheBuildWrote() throws Exception {
        byte[] library = {1, 2, 3};
        String other = sha256(new byte[] {1, 2, 4});

        assertThatReason(NativeLibrary.load(library, other, temporary))
                .isEqualTo("the C library is not the one that the build wrote, its SHA-256 is " + sha256(library)
                        + " and not " + other + ": build again");
        assertThatReason(NativeLibrary.load(library, "", temporary)).contains("and not noted");
        assertThat(temporary).isEmptyDirectory();
    }

    /** As the program of that name writes it. */
    @Test
    @Needs(Resource.C_COMPILER)
    void theChecksumMayBeFollowedByAName() throws Exception {
        byte[] library = libraryBytes();
        String line = sha256(library).toUpperCase(Locale.ROOT) + "  libinterleave-native.so\n";

        assertThat(NativeLibrary.load(library, line, temporary)).isEqualTo(Availability.available());
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] libraryBytes() throws IOException {
        try (InputStream library =
                NativeLibrary.class.getResourceAsStream(NativeLibrary.resource(NativeLibrary.platform()))) {
            return Objects.requireNonNull(library).readAllBytes();
        }
    }

    private static AbstractStringAssert<?> assertThatReason(Availability availability) {
        return assertThat(availability)
                .asInstanceOf(type(Unavailable.class))
                .extracting(Unavailable::reason, as(STRING));
    }
}
