package org.interleave.testkit.machine;

import java.io.IOException;
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

    /** The program {@code script}, which runs another in a pseudo-terminal. */
    PSEUDO_TERMINAL("the program script", "install bsdutils (or util-linux)", () -> installed("script")),

    /** The right to make network namespaces and links between them, and the program {@code ip}. */
    NETWORK_NAMESPACES("network namespaces", "install iproute2 and run as root on Linux", Resource::joinsNamespaces),

    /** The right to run a program as another user, and the program {@code setpriv}, which does. */
    SECOND_USER("a second user", "install util-linux and run as root on Linux", Resource::becomesNobody),

    /** Being root. */
    ROOT("root", "run as root", () -> succeeds("sh", "-c", "test $(id -u) -eq 0"));

    private final String title;
    private final String remedy;
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

    private static boolean becomesNobody() {
        return succeeds("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true");
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
