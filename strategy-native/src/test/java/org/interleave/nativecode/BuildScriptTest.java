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

/** The build on a machine without a C compiler: the path leads to {@code rm} and nothing else. */
@EnabledOnOs(OS.LINUX)
final class BuildScriptTest {

    @TempDir
    Path directory;

    private Path path;
    private Path classes;

    @BeforeEach
    void lay() throws IOException {
        path = Files.createDirectory(directory.resolve("bin"));
        classes = Files.createDirectory(directory.resolve("classes"));
        Path rm = Files.writeString(path.resolve("rm"), "#!/bin/sh\nexec /bin/rm \"$@\"\n");
        Files.setPosixFilePermissions(rm, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void withoutACompilerItWarnsInOneLineAndSucceeds() throws Exception {
        assertThat(build("Linux"))
                .containsOnlyOnce("\n")
                .startsWith("[WARNING]")
                .contains("no C compiler")
                .contains("install gcc and build again");
        assertThat(classes).isEmptyDirectory();
    }

    @Test
    void withoutACompilerItRemovesAnEarlierLibrary() throws Exception {
        Path library = classes.resolve("META-INF/native/linux-pdp11/libinterleave-native.so");
        Files.createDirectories(library.getParent());
        Files.writeString(library, "outdated");

        build("Linux");

        assertThat(library).doesNotExist();
    }

    @Test
    void elsewhereItWarnsAndSucceeds() throws Exception {
        assertThat(build("Plan 9")).containsOnlyOnce("\n").contains("not built on Plan 9");
    }

    private String build(String system) throws Exception {
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
        Process process = script.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
