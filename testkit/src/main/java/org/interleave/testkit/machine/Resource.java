package org.interleave.testkit.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Something that a machine may lack. */
public enum Resource {
    /** A Chromium and the driver that a test steers it with. */
    BROWSER("a browser", "install chromium and chromium-driver", () -> installed("chromium", "chromedriver")),

    /** A C compiler with the headers of a C library, under one of the names that the build looks for. */
    C_COMPILER(
            "a C compiler",
            "install gcc and libc6-dev",
            () -> Stream.of("cc", "gcc", "clang").anyMatch(Resource::compiles)),

    /** Maven, for projects that are built by a test. */
    MAVEN("Maven", "install maven", () -> installed("mvn")),

    /** A C compiler with sanitizers for addresses, undefined behaviour and threads. */
    SANITIZERS(
            "a C compiler with sanitizers",
            "install gcc, libc6-dev, libasan, libubsan and libtsan",
            () -> Stream.of("address,undefined", "thread").allMatch(Resource::sanitizes)),

    /** A C compiler for aarch64 with the headers of a C library, and an emulator that runs what it makes. */
    AARCH64(
            "a C compiler and an emulator for aarch64",
            "install gcc-aarch64-linux-gnu, libc6-dev-arm64-cross and qemu-user",
            () -> installed("qemu-aarch64") && compiles("aarch64-linux-gnu-gcc")),

    /** The program {@code script}, which runs another in a pseudo-terminal. */
    PSEUDO_TERMINAL("the program script", "install bsdutils (or util-linux)", () -> installed("script")),

    /** The right to make network namespaces and links between them, and the program {@code ip}. */
    NETWORK_NAMESPACES("network namespaces", "install iproute2 and run as root on Linux", Resource::joinsNamespaces),

    /** The right to mount file systems in a namespace, and the program {@code unshare}. */
    MOUNT_NAMESPACES(
            "mount namespaces",
            "install util-linux and run where users may make namespaces",
            () -> succeeds("unshare", "-rm", "true")),

    /** Linux, with its {@code /proc}. */
    LINUX("Linux", "run on Linux with /proc mounted", () -> Files.exists(Path.of("/proc/self/maps"))),

    /** A limit of what pipes of users without privileges hold, low enough to be reached by a test. */
    PIPE_LIMIT(
            "a limit of pipes' sizes that a test can reach",
            "run on Linux, with 1 to 40000 in /proc/sys/fs/pipe-user-pages-soft",
            Resource::limitsPipes),

    /** The right to run this Java as another user, and the program {@code setpriv}, which does. */
    SECOND_USER(
            "a second user",
            "install util-linux and run as root on Linux, with a JDK that others may run",
            Resource::becomesNobody),

    /** Being root. */
    ROOT("root", "run as root", () -> succeeds("sh", "-c", "test $(id -u) -eq 0"));

    private final String title;
    private final String remedy;

    @SuppressWarnings("ImmutableEnumChecker") // a probe keeps nothing
    private final BooleanSupplier probe;

    Resource(String title, String remedy, BooleanSupplier probe) {
        this.title = title;
        this.remedy = remedy;
        this.probe = probe;
    }

    /** Why tests that need it are skipped, if this machine lacks it. Tries it out: may take some milliseconds. */
    Optional<String> lack() {
        return probe.getAsBoolean() ? Optional.empty() : Optional.of(reason());
    }

    /** Why tests that need it are skipped where it is missing. */
    String reason() {
        return SkippedTests.LACK + title + ": " + remedy;
    }

    private static boolean installed(String... programs) {
        return Stream.of(programs).allMatch(program -> SearchPath.find(program).isPresent());
    }

    private static boolean compiles(String compiler) {
        return succeeds("sh", "-c", "echo '#include <stdio.h>' | " + compiler + " -E -");
    }

    private static boolean sanitizes(String sanitizers) {
        return Stream.of("cc", "gcc", "clang")
                .anyMatch(compiler -> succeeds(
                        "sh",
                        "-c",
                        "echo 'int main(void) { return 0; }' | " + compiler + " -fsanitize=" + sanitizers
                                + " -x c -o /dev/null -"));
    }

    private static boolean becomesNobody() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return succeeds("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "test", "-x", java);
    }

    private static boolean joinsNamespaces() {
        String id = Long.toString(ProcessHandle.current().pid() % 100_000);
        String name = "probe" + id;
        if (!succeeds("ip", "netns", "add", name)) {
            return false;
        }
        try {
            String link = "pra" + id;
            return succeeds("ip", "link", "add", link, "type", "veth", "peer", "name", "prb" + id, "netns", name)
                    && succeeds("ip", "link", "del", link);
        } finally {
            succeeds("ip", "netns", "del", name);
        }
    }

    private static boolean limitsPipes() {
        try {
            long pages = Long.parseLong(Files.readString(Path.of("/proc/sys/fs/pipe-user-pages-soft"))
                    .strip());
            return pages > 0 && pages <= 40_000;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (process.waitFor(1, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
