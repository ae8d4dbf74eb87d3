package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JvmCrashTest {

    private static final String CRASH = """
            WARNING: something before
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f0a5c0d1139, pid=4711, tid=4712
            #
            # JRE version: OpenJDK Runtime Environment Temurin-25+36 (25.0+36) (build 25+36-LTS)
            # Java VM: OpenJDK 64-Bit Server VM Temurin-25+36 (25+36-LTS, mixed mode, serial gc, linux-amd64)
            # Problematic frame:
            # FRAME
            #
            # No core dump will be written. Core dumps have been disabled.
            #
            # An error report file with more information is saved as:
            # /home/user/a b/hs_err_pid4711.log
            #
            # If you would like to submit a bug report, please visit:
            #   https://github.com/adoptium/adoptium-support/issues
            """;

    private static final String MORE = "; more is in /home/user/a b/hs_err_pid4711.log";

    private static Optional<String> line(String printed) {
        return JvmCrash.of(printed.lines().toList()).map(JvmCrash::line);
    }

    @Test
    void theSignalTheFunctionAndTheFileAreTold() {
        assertThat(line(CRASH.replace("FRAME", "C  [libbad.so+0x1139]  crash+0x9")))
                .hasValue("its JVM crashed, SIGSEGV in crash of libbad.so" + MORE);
    }

    @Test
    void aFunctionOfCPlusPlusIsToldWhole() {
        assertThat(line(CRASH.replace("FRAME", "C  [libm++.so.2+0x11]  N::f(int, char const*)+0x9c")))
                .hasValue("its JVM crashed, SIGSEGV in N::f(int, char const*) of libm++.so.2" + MORE);
    }

    @Test
    void aFunctionThatIsNotKnownIsNotTold() {
        assertThat(line(CRASH.replace("FRAME", "C  [libbad.so+0x1139]")))
                .hasValue("its JVM crashed, SIGSEGV in libbad.so" + MORE);
        assertThat(line(CRASH.replace("FRAME", "C  0x0000000000000000")))
                .hasValue("its JVM crashed, SIGSEGV in C  0x0000000000000000" + MORE);
    }

    @Test
    void aSecondCrashMeanwhileIsNotInTheWay() {
        String said = "[thread 12611 also had an error]";
        for (String interjection : List.of(said, said + "\n")) {
            assertThat(line(CRASH.replace("FRAME", "C  [libbad.so+0x1139]  " + interjection + "crash+0x9")))
                    .hasValue("its JVM crashed, SIGSEGV in crash of libbad.so" + MORE);
        }
    }

    @Test
    void aCrashOfWhichLittleIsToldIsACrash() {
        assertThat(line("""
                        # A fatal error has been detected by the Java Runtime Environment:
                        #
                        #  Internal Error (safepoint.cpp:712), pid=1, tid=2
                        """)).hasValue("its JVM crashed, Internal Error");
    }

    @Test
    void whatIsNoCrashIsNone() {
        assertThat(JvmCrash.of(List.of())).isEmpty();
        assertThat(line("#  SIGSEGV (0xb) at pc=0x0, pid=1, tid=2\n")).isEmpty();
        assertThat(line("# A fatal error has been detected by the Java Runtime Environment:\n"))
                .isEmpty();
    }

    @Test
    void itIsTheReasonOfTheFork() {
        List<String> printed = CRASH.replace("FRAME", "C  [libbad.so+0x1139]  crash+0x9")
                .lines()
                .toList();

        assertThat(ForkFailure.died(134, printed)).isEqualTo("its JVM crashed, SIGSEGV in crash of libbad.so" + MORE);
        assertThat(ForkFailure.died(134, List.of("free(): double free detected in tcache 2")))
                .isEqualTo("its JVM ended with exit status 134 (SIGABRT): free(): double free detected in tcache 2");
    }
}
