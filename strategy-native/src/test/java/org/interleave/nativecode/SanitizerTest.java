package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.nativecode.CLibraries.Ended;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The C code under the compilers' sanitizers, in programs of its own. They print what they find, and end with an error, also
 * when something has leaked.
 */
@Needs(Resource.SANITIZERS)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class SanitizerTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"kernels_test", "instances_test"})
    void nothingTouchesWhatIsNotItsOwnOrLeaksOrIsUndefined(String test) throws Exception {
        assertThatRuns(CLibraries.program(
                CLibraries.compiler(),
                directory,
                test,
                "-O1",
                "-fno-omit-frame-pointer",
                "-fsanitize=address,undefined",
                "-fno-sanitize-recover=all"));
    }

    @Test
    void instancesHaveNoDataRaces() throws Exception {
        assertThatRuns(
                CLibraries.program(CLibraries.compiler(), directory, "instances_test", "-O1", "-fsanitize=thread"));
    }

    /** Optimised as it ships. */
    @ParameterizedTest
    @ValueSource(strings = {"kernels_test", "instances_test"})
    void theSameHoldsAsItShips(String test) throws Exception {
        assertThatRuns(CLibraries.program(CLibraries.compiler(), directory, test, "-O2"));
    }

    /** The sanitizers do find what they look for. */
    @ParameterizedTest
    @ValueSource(strings = {"BEYOND_ITS_END", "LEAK", "UNDEFINED"})
    void whatIsWrongIsFound(String fault) throws Exception {
        Path program = CLibraries.program(
                CLibraries.compiler(),
                directory,
                "faults",
                "-O1",
                "-fsanitize=address,undefined",
                "-fno-sanitize-recover=all",
                "-D" + fault);

        assertThat(run(program).status()).isNotZero();
    }

    private void assertThatRuns(Path program) throws Exception {
        assertThat(run(program)).isEqualTo(new Ended(0, ""));
    }

    private Ended run(Path program) throws Exception {
        return CLibraries.run(directory.resolve("output"), List.of(program.toString()));
    }
}
