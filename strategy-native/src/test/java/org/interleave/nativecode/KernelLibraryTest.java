package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.StrategyException;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user's library may be, and what is said of one that it may not be. */
@Needs(Resource.C_COMPILER)
final class KernelLibraryTest {

    @TempDir
    Path directory;

    private Path build(String name, String... options) throws Exception {
        return CLibraries.build(directory, name, options);
    }

    @Test
    void readsWhatTheHeaderMakes() throws Exception {
        Path library = build("user");

        List<LoadedKernel> kernels = KernelLibrary.open(library);

        assertThat(kernels).extracting(LoadedKernel::name).containsExactly("scale", "reverse-bytes", "doubled");
        assertThat(kernels.get(0).parameters())
                .containsExactly(ParameterType.WORD, ParameterType.REALS, ParameterType.REALS);
        assertThat(kernels.get(0).arrays()).isEqualTo(2);
        assertThat(kernels).extracting(LoadedKernel::critical).containsExactly(true, false, false);
        assertThat(kernels).extracting(LoadedKernel::releases).containsExactly(true, true, false);
        assertThat(kernels).extracting(LoadedKernel::allowsThreads).containsExactly(false, false, true);
        assertThat(kernels).extracting(LoadedKernel::library).containsOnly(library.toString());
    }

    @Test
    void mayBeEmptyAndMayTakeNothing() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Path idle = Files.createDirectory(directory.resolve("idle"));

        assertThat(KernelLibrary.open(CLibraries.build(empty, "table", "-DCOUNT=0")))
                .isEmpty();
        assertThat(KernelLibrary.open(CLibraries.build(idle, "table", "-DPARAMETER_COUNT=0", "-DNO_PARAMETERS")))
                .singleElement()
                .satisfies(kernel -> assertThat(kernel.parameters()).isEmpty());
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        "-DABI=2",
                        "was built with version 2 of interleave.h, and this is version 1: build it again with the"
                                + " header of this program"),
                Arguments.of("-DABI=0xffffffffu", "was built with version 4294967295 of interleave.h"),
                Arguments.of("-DNO_TABLE", "interleave_register answers NULL"),
                Arguments.of("-DNO_SYMBOL", "exports no interleave_register: it is made by INTERLEAVE_KERNELS(...)"),
                Arguments.of("-DTWICE", "registers two kernels of the name idle"),
                Arguments.of("-DCOUNT=-1", "registers -1 kernels, allowed are 0 to 10000"),
                Arguments.of("-DCOUNT=10001", "registers 10001 kernels"),
                Arguments.of("-DNAME=NULL", "registers kernel 0 without a name"),
                Arguments.of("-DNAME=\"\"", "registers kernel 0 with a name that is empty or has spaces in it"),
                Arguments.of("-DNAME=\"two words\"", "with a name that is empty or has spaces in it"),
                Arguments.of("-DNAME=\"" + "x".repeat(256) + "\"", "with a name of 256 bytes or more"),
                Arguments.of("-DFUNCTION=NULL", "registers the kernel idle without a function"),
                Arguments.of("-DFLAGS=9u", "registers the kernel idle with unknown flags, 0x9"),
                Arguments.of("-DFLAGS=3u", "with INTERLEAVE_ALLOWS_THREADS beside other flags"),
                Arguments.of("-DFLAGS=6u", "with INTERLEAVE_ALLOWS_THREADS beside other flags"),
                Arguments.of("-DPARAMETER_COUNT=-1", "with -1 parameters, allowed are 0 to 64"),
                Arguments.of("-DPARAMETER_COUNT=65", "with 65 parameters"),
                Arguments.of("-DNO_PARAMETERS", "with parameters at NULL"),
                Arguments.of("-DUNKNOWN_TYPE", "with a parameter of unknown type 17"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refusesAWrongTable(String fault, String complaint) throws Exception {
        Path library = build("table", fault);

        assertThatThrownBy(() -> KernelLibrary.open(library))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("kernel library " + library + " ")
                .hasMessageContaining(complaint);
    }

    @Test
    void refusesWhatIsNoLibrary() throws Exception {
        Path text = Files.writeString(directory.resolve("text.so"), "no library");
        Path missing = directory.resolve("missing.so");

        assertThatThrownBy(() -> KernelLibrary.open(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("kernel library " + text + " cannot be loaded: ")
                .hasMessageContaining("text.so: ");
        assertThatThrownBy(() -> KernelLibrary.open(missing))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("kernel library " + missing + " is not there");
        assertThatThrownBy(() -> KernelLibrary.open(directory))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("kernel library " + directory + " is not a file");
    }

    @Test
    void aNameIsOfOneKernelOnlyOverAllLibraries() throws Exception {
        Path first = build("table", "-DNAME=\"countdown\"");

        assertThatThrownBy(() -> Kernels.catalog(first))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("kernel library " + first
                        + " has a kernel countdown, and so has the built-in library: give it another name");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void librariesOfThePropertyAreLoadedWhenAStrategyIsOpened() throws Exception {
        Path user = build("user");
        Path wrong = build("table", "-DABI=7");
        try {
            System.setProperty(NativeOptions.KERNEL_LIBRARIES, user + System.getProperty("path.separator") + user);
            assertThat(NativeStrategy.kernels("native-held").names()).contains("scale", "countdown");
            System.setProperty(NativeOptions.KERNEL_LIBRARIES, wrong.toString());
            assertThatThrownBy(() -> NativeStrategy.kernels("native-held"))
                    .isInstanceOf(StrategyException.class)
                    .hasMessageContaining(wrong + " was built with version 7");
        } finally {
            System.clearProperty(NativeOptions.KERNEL_LIBRARIES);
        }
    }
}
