package org.interleave.nativecode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The build on machines that lack this or that: the path leads to what a test puts there, and nothing else. */
@EnabledOnOs(OS.LINUX)
final class BuildScriptTest {

    private static final String LIBRARY = "META-INF/native/linux-pdp11/libinterleave-native.so";
    private static final String FOREIGN_LIBRARY = "META-INF/native/linux-aarch64/libinterleave-native.so";
    private static final String FOREIGN_COMPILER = "aarch64-linux-gnu-gcc";

    /** Finds headers, says in a log what it was asked for, and writes an empty library. */
    private static final String COMPILER = """
            case " $* " in *" -E "*) exit 0 ;; esac
            echo "$*" >>"$COMPILER_LOG"
            while [ "$1" != -o ]; do shift; done
            : >"$2"
            """;

    private static final String FAILING_COMPILER = """
            case " $* " in *" -E "*) exit 0 ;; esac
            exit 1
            """;

    private record Ended(int status, String output) {}

    @TempDir
    Path directory;

    private Path path;
    private Path classes;
    private Path log;

    @BeforeEach
    void lay() throws IOException {
        path = Files.createDirectory(directory.resolve("bin"));
        classes = Files.createDirectory(directory.resolve("classes"));
        log = Files.createFile(directory.resolve("compiler.log"));
        for (String program : new String[] {"rm", "mkdir"}) {
            program(program, "exec /bin/" + program + " \"$@\"\n");
        }
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(path.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private void checksums() throws IOException {
        program("sha256sum", "echo \"0123  $1\"\n");
    }

    @Test
    void withoutACompilerItWarnsInOneLineAndSucceeds() throws Exception {
        assertThat(succeeds("Linux"))
                .containsOnlyOnce("\n")
                .startsWith("[WARNING]")
                .contains("no C compiler")
                .contains("install gcc and build again");
        assertThat(classes).isEmptyDirectory();
    }

    @Test
    void withoutACompilerItRemovesEarlierLibraries() throws Exception {
        for (String library : new String[] {LIBRARY, FOREIGN_LIBRARY}) {
            Files.createDirectories(classes.resolve(library).getParent());
            Files.writeString(classes.resolve(library), "outdated");
            Files.writeString(classes.resolve(library + ".sha256"), "outdated");
        }

        succeeds("Linux");

        for (String library : new String[] {LIBRARY, FOREIGN_LIBRARY}) {
            assertThat(classes.resolve(library)).doesNotExist();
            assertThat(classes.resolve(library + ".sha256")).doesNotExist();
        }
    }

    @Test
    void withoutAProgramForChecksumsItWarnsAndSucceeds() throws Exception {
        program("cc", COMPILER);

        assertThat(succeeds("Linux")).containsOnlyOnce("\n").contains("sha256sum", "install coreutils");
        assertThat(log).isEmptyFile();
    }

    @Test
    void elsewhereItWarnsAndSucceeds() throws Exception {
        assertThat(succeeds("Plan 9")).containsOnlyOnce("\n").contains("not built on Plan 9");
    }

    @Test
    void aLibraryHasItsChecksumBesideIt() throws Exception {
        program("cc", COMPILER);
        checksums();

        assertThat(succeeds("Linux")).isEmpty();
        assertThat(classes.resolve(LIBRARY)).exists();
        assertThat(classes.resolve(LIBRARY + ".sha256")).hasContent("0123  libinterleave-native.so");
        assertThat(classes.resolve(FOREIGN_LIBRARY)).doesNotExist();
    }

    @Test
    void onMacOsItBuildsALibraryOfThatKind() throws Exception {
        program("cc", COMPILER);
        program("shasum", "echo \"0123  $3\"\n");

        assertThat(succeeds("Mac OS X")).isEmpty();
        assertThat(classes.resolve("META-INF/native/mac-pdp11/libinterleave-native.dylib.sha256"))
                .hasContent("0123  libinterleave-native.dylib");
    }

    @Test
    void warningsAreErrorsInContinuousIntegrationOnly() throws Exception {
        program("cc", COMPILER);
        checksums();

        succeeds("Linux");
        assertThat(log).content().contains("-Wall -Wextra").doesNotContain("-Werror");

        assertThat(build("Linux", "true").status()).isZero();
        assertThat(log).content().contains("-Werror");
    }

    @Test
    void whatDoesNotCompileFailsTheBuild() throws Exception {
        program("cc", FAILING_COMPILER);
        checksums();

        assertThat(build("Linux", "").status()).isNotZero();
    }

    @Test
    void theOtherProcessorsLibraryIsBuiltWhereItsCompilerIs() throws Exception {
        program("cc", COMPILER);
        program(FOREIGN_COMPILER, COMPILER);
        checksums();

        assertThat(succeeds("Linux")).isEmpty();
        assertThat(classes.resolve(LIBRARY)).exists();
        assertThat(classes.resolve(FOREIGN_LIBRARY + ".sha256")).exists();
    }

    @Test
    void theOtherProcessorsCompilerFailsNobodysBuildButThatOfContinuousIntegration() throws Exception {
        program("cc", COMPILER);
        program(FOREIGN_COMPILER, FAILING_COMPILER);
        checksums();

        assertThat(succeeds("Linux")).containsOnlyOnce("\n").startsWith("[WARNING] no C library for linux-aarch64");
        assertThat(classes.resolve(LIBRARY + ".sha256")).exists();
        assertThat(classes.resolve(FOREIGN_LIBRARY)).doesNotExist();
        assertThat(build("Linux", "true").status()).isNotZero();
    }

    private String succeeds(String system) throws Exception {
        Ended ended = build(system, "");
        assertThat(ended.status()).as(ended.output()).isZero();
        return ended.output();
    }

    private Ended build(String system, String continuousIntegration) throws Exception {
        ProcessBuilder script = new ProcessBuilder(
                        "/bin/sh",
                        "src/main/c/build.sh",
                        directory.resolve("headers").toString(),
                        classes.toString(),
                        system,
                        "pdp11",
                        System.getProperty("java.home"))
                .redirectErrorStream(true);
        script.environment().put("PATH", path.toString());
        script.environment().put("CI", continuousIntegration);
        script.environment().put("COMPILER_LOG", log.toString());
        Process process = script.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
