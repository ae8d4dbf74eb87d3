package org.interleave.nativecode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Builds libraries of kernels and programs in C from the sources in {@code src/test/c}. The libraries that are there:
 *
 * <ul>
 *   <li>{@code user}: as a user writes one, with the kernels {@code scale}, {@code reverse-bytes} and {@code doubled}
 *   <li>{@code bad}: kernels that do what none should; with {@code -DWITH_JNI} and the headers of JNI one more
 *   <li>{@code table}: one kernel {@code idle}, and a table that is wrong as the options say, such as {@code -DABI=2}
 * </ul>
 */
final class CLibraries {

    /** Where the sources of the tests are. */
    static final Path TESTS = Path.of("src", "test", "c");

    /** Where the sources of the library are, and the header of the C API. */
    static final Path SOURCES = Path.of("src", "main", "c");

    private static final long MINUTES = 5;

    private CLibraries() {}

    /**
     * Builds a library with the line that the header gives to users.
     *
     * @param directory where to put it
     * @param name of its source, without the ending
     * @param options of the compiler, in addition
     * @return the library
     */
    static Path build(Path directory, String name, String... options) throws IOException, InterruptedException {
        Path library = directory.resolve(System.mapLibraryName(name));
        compile(
                compiler(),
                List.of("-shared", "-fPIC", "-O2", "-I", SOURCES.toString()),
                List.of(options),
                List.of(TESTS.resolve(name + ".c")),
                library);
        return library;
    }

    /** The options that find the headers of JNI, in the JDK that runs this. */
    static String[] jniHeaders() throws IOException {
        Path include = Path.of(System.getProperty("java.home"), "include");
        try (Stream<Path> files = Files.find(
                include, 2, (file, attributes) -> file.getFileName().toString().equals("jni_md.h"))) {
            Path machine = files.findFirst().orElseThrow().toAbsolutePath();
            return new String[] {"-I" + include, "-I" + machine.resolveSibling("")};
        }
    }

    /**
     * Builds a program of a test's source and all of the library's but what calls Java.
     *
     * @param compiler its name
     * @param test the name of its source, without the ending
     * @param options of the compiler, in addition
     * @return the program
     */
    static Path program(String compiler, Path directory, String test, String... options)
            throws IOException, InterruptedException {
        List<Path> sources = new ArrayList<>(List.of(TESTS.resolve(test + ".c")));
        try (Stream<Path> files = Files.list(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".c") && !file.endsWith("jni.c"))
                    .sorted()
                    .forEach(sources::add);
        }
        Path program = directory.resolve(test);
        compile(
                compiler,
                List.of("-std=c11", "-g", "-fwrapv", "-ffp-contract=off", "-pthread", "-I", SOURCES.toString()),
                List.of(options),
                sources,
                program);
        return program;
    }

    private static void compile(
            String compiler, List<String> flags, List<String> options, List<Path> sources, Path target)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(flags);
        command.addAll(options);
        command.addAll(List.of("-o", target.toString()));
        sources.forEach(source -> command.add(source.toString()));
        Ended ended = run(target.resolveSibling(target.getFileName() + ".log"), command);
        assertThat(ended.status()).as(ended.output()).isZero();
    }

    /** The first of the compilers that the build looks for. */
    static String compiler() {
        return Stream.of("cc", "gcc", "clang")
                .filter(CLibraries::installed)
                .findFirst()
                .orElseThrow();
    }

    /** Whether a program is on the path. */
    private static boolean installed(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    /**
     * How a program ended.
     *
     * @param status its exit status, above 128 if a signal ended it
     * @param output all that it printed
     */
    record Ended(int status, String output) {}

    /**
     * Runs a program to its end, which takes minutes at most.
     *
     * @param log where its output goes meanwhile
     */
    static Ended run(Path log, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES))
                    .as("%s ends", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(log, UTF_8));
    }
}
