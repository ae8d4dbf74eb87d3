package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A checkout of two modules with the launcher in it, a Maven and a JDK that are shell scripts. Its Maven makes the jar of
 * {@code core} from what its sources hold; the JDK's {@code java} prints its arguments and its locale.
 */
final class LaunchTree {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Ends at once, unless a file {@code wait} is there: then when that is gone. */
    private static final String MAVEN = """
            #!/usr/bin/env bash
            here="$(dirname "$0")"
            echo "[INFO] Building Interleave: core 0.1.0-SNAPSHOT                       [1/2]"
            [[ ! -e "$here/fail" ]] || { echo "[ERROR] does not compile"; exit 1; }
            while (($#)); do [[ "$1" != -f ]] || pom="$2"; shift; done
            cd "$(dirname "$pom")"
            ls core/target/classes >>"$here/classes" 2>/dev/null
            echo $$ >>"$here/builds"
            while [[ -e "$here/wait" ]]; do sleep 0.1; done
            echo "[INFO] Building Interleave: workbench 0.1.0-SNAPSHOT                  [2/2]"
            mkdir -p core/target/classes workbench/target/lib
            touch core/target/classes/A.class
            cat core/src/main/java/* >workbench/target/lib/interleave-core-0.1.jar
            echo workbench >workbench/target/interleave-workbench-0.1.jar
            """;

    private static final String JAVA = """
            #!/usr/bin/env bash
            [[ "$JAVA_TOOL_OPTIONS" != *Bogus* && ! -e "$(dirname "$0")/../../bogus" ]] || { echo "Unrecognized VM option 'Bogus'"; exit 1; }
            for argument; do
                case "$argument" in
                    -XX:AOTCacheOutput=*) echo archive >"${argument#*=}"; exit ;;
                    -version) exit ;;
                esac
                printf '%s\\n' "$argument"
            done
            echo "LC_ALL=$LC_ALL"
            """;

    private final Path root;
    private final Path tools;

    LaunchTree(Path directory, String name) throws IOException {
        root = Files.createDirectory(directory.resolve(name));
        tools = Files.createDirectory(directory.resolve("tools"));
        for (String module : List.of("core", "workbench")) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>\n");
        }
        Files.writeString(root.resolve("pom.xml"), "<project/>\n");
        Files.writeString(source("A"), "class A {}\n");
        Files.writeString(source("B"), "class B {}\n");
        Files.copy(Path.of("..", "interleave"), launcher());
        executable(tools.resolve("mvn"), MAVEN);
        Files.createDirectories(tools.resolve("jdk/bin"));
        executable(tools.resolve("jdk/bin/java"), JAVA);
        executable(tools.resolve("jdk/bin/javac"), "#!/bin/sh\n");
        Files.writeString(tools.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    }

    static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Path root() {
        return root;
    }

    Path tools() {
        return tools;
    }

    Path launcher() {
        return root.resolve("interleave");
    }

    Path source(String name) {
        return root.resolve("core/src/main/java").resolve(name + ".java");
    }

    Path stamp() {
        return root.resolve("workbench/target/.built");
    }

    /** What Maven was started for, a process each. */
    List<String> builds() throws IOException {
        Path file = tools.resolve("builds");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Keeps Maven from ending. */
    void holdMaven() throws IOException {
        Files.createFile(tools.resolve("wait"));
    }

    void releaseMaven() throws IOException {
        Files.delete(tools.resolve("wait"));
    }

    void awaitBuilds(int count) {
        await().atMost(PATIENCE).until(() -> builds().size() == count);
    }

    /** The command that runs the launcher, ready to be changed. */
    ProcessBuilder command(String... before) {
        List<String> command = new ArrayList<>(List.of(before));
        command.add(launcher().toString());
        command.add("list");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", tools.resolve("jdk").toString());
        builder.environment().put("XDG_CACHE_HOME", tools.resolve("cache").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS").forEach(builder.environment()::remove);
        return builder;
    }

    /** A launcher that was started. */
    record Started(Process process, Path err) {

        String said() throws IOException {
            return Files.readString(err);
        }

        void awaitSaying(String text) {
            await().atMost(PATIENCE).until(() -> said().contains(text));
        }

        /** Waits for its end. */
        Ended end() throws Exception {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), out, said());
        }
    }

    /** A launcher that has ended. */
    record Ended(int status, String out, String err) {

        /** That it did not run, for one reason. */
        void refused(String... reason) {
            assertThat(err).startsWith("interleave: ").containsOnlyOnce("\n").contains(reason);
            assertThat(out).isEmpty();
            assertThat(status).isEqualTo(2);
        }

        /** That it ran the program. */
        void ran() {
            assertThat(out).describedAs(err).contains("org.interleave.workbench.Main\nlist\n");
            assertThat(status).isZero();
        }
    }

    Started start(ProcessBuilder command) throws IOException {
        Path err = Files.createTempFile(tools, "err", "");
        return new Started(command.redirectError(err.toFile()).start(), err);
    }

    Ended run(ProcessBuilder command) throws Exception {
        return start(command).end();
    }

    Ended run() throws Exception {
        return run(command());
    }
}
