package org.interleave.nativecode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interleave.core.runtime.ScratchDirectory;

/**
 * Calls of C functions with nothing of ours around them. Their library is compiled when this class is loaded, from {@code
 * benchmarks/src/main/c/bare.c} in the working directory or from where {@code -Dbare.c=FILE} says.
 */
final class BareCalls {

    /** Calls {@code bare_nothing}, or another function of its shape: its address is given, as that of a user's has to be. */
    static final MethodHandle CALL;

    /** The same as a critical call. */
    static final MethodHandle CRITICAL_CALL;

    /** Calls {@code bare_two_upcalls}. */
    static final MethodHandle TWO_UPCALLS;

    /** A function in C that calls {@link #count}. */
    static final MemorySegment COUNT;

    /** {@code bare_nothing}. */
    static final MemorySegment NOTHING;

    @SuppressWarnings("UnusedVariable") // what counts is the write
    private static long counted;

    static {
        SymbolLookup library = load();
        Linker linker = Linker.nativeLinker();
        NOTHING = library.findOrThrow("bare_nothing");
        FunctionDescriptor kernel = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);
        CALL = linker.downcallHandle(kernel);
        CRITICAL_CALL = linker.downcallHandle(kernel, Linker.Option.critical(false));
        TWO_UPCALLS = linker.downcallHandle(
                library.findOrThrow("bare_two_upcalls"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        COUNT = linker.upcallStub(count(), FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG), Arena.global());
    }

    private BareCalls() {}

    private static MethodHandle count() {
        try {
            return MethodHandles.lookup()
                    .findStatic(BareCalls.class, "count", MethodType.methodType(void.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a bare upcall comes to. Not empty, since HotSpot does not call an empty method from JNI. */
    @SuppressWarnings("UnusedMethod") // called from C
    private static void count(long argument) {
        counted++;
    }

    private static SymbolLookup load() {
        Path source = Path.of(System.getProperty("bare.c", "benchmarks/src/main/c/bare.c"));
        Path jdk = Path.of(System.getProperty("java.home"), "include");
        try (ScratchDirectory scratch = ScratchDirectory.create(Path.of(System.getProperty("java.io.tmpdir")))) {
            Path library = scratch.path().resolve(System.mapLibraryName("bare"));
            Process compiler = new ProcessBuilder(List.of(
                            "cc",
                            "-shared",
                            "-fPIC",
                            "-O2",
                            "-I",
                            jdk.toString(),
                            "-I",
                            machineDependent(jdk).toString(),
                            "-o",
                            library.toString(),
                            source.toString()))
                    .inheritIO()
                    .start();
            if (compiler.waitFor() != 0) {
                throw new IllegalStateException("cannot compile " + source);
            }
            System.load(library.toAbsolutePath().toString());
            return SymbolLookup.loaderLookup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Where {@code jni_md.h} is. */
    private static Path machineDependent(Path include) throws IOException {
        try (var directories = Files.newDirectoryStream(include, Files::isDirectory)) {
            for (Path directory : directories) {
                if (Files.exists(directory.resolve("jni_md.h"))) {
                    return directory;
                }
            }
        }
        throw new IllegalStateException("no jni_md.h in " + include + ": run with a JDK");
    }

    /** An empty call through JNI. */
    static native int nothing(long function, long call, long ticks, long values);

    /** Two upcalls through JNI. */
    static native int twoUpcalls(Object target, long first, long second);

    /** The {@code jmethodID} of a method without parameters. */
    static native long method(Object target, String name);
}
