package org.interleave.nativecode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.interleave.nativecode.CLibraries.Ended;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The C code on another processor, which an emulator stands in for: the results are the same to the bit. */
@Needs(Resource.AARCH64)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class CrossBuildTest {

    private static final String COMPILER = "aarch64-linux-gnu-gcc";
    private static final String EMULATOR = "qemu-aarch64";

    /** Where an ELF file names the processor that it is for, and what it says there of this one. */
    private static final int ELF_MACHINE = 18;

    private static final int EM_AARCH64 = 183;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"kernels_test", "instances_test"})
    void runsOnAarch64(String test) throws Exception {
        Path program = CLibraries.program(COMPILER, directory, test, "-O2", "-static");

        assertThat(CLibraries.run(directory.resolve("output"), List.of(EMULATOR, program.toString())))
                .isEqualTo(new Ended(0, ""));
    }

    /** The build has put it beside the library of this machine. */
    @Test
    void theLibraryForAarch64IsBuilt() throws Exception {
        String resource = NativeLibrary.resource("linux-aarch64");
        try (InputStream library = Objects.requireNonNull(NativeLibrary.class.getResourceAsStream(resource));
                InputStream checksum =
                        Objects.requireNonNull(NativeLibrary.class.getResourceAsStream(resource + ".sha256"))) {
            byte[] bytes = library.readAllBytes();

            assertThat(bytes[ELF_MACHINE] & 0xff).isEqualTo(EM_AARCH64);
            assertThat(new String(checksum.readAllBytes(), US_ASCII))
                    .startsWith(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        }
    }
}
