package org.interleave.nativecode;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** The system's dynamic linker, asked why it does not load a library: Java says only that it does not. */
final class DynamicLinker {

    private static final int RTLD_NOW = 2;
    private static final long MOST_TEXT_BYTES = 4096;
    private static final String UNKNOWN = "it is no shared library for this machine, or needs one that is not there";

    private DynamicLinker() {}

    /** Why a library cannot be loaded, in the linker's words. */
    static String complaint(Path library) {
        try (Arena arena = Arena.ofConfined()) {
            return complaint(arena.allocateFrom(library.toString()));
        } catch (Throwable e) {
            return UNKNOWN;
        }
    }

    /** The linker keeps its complaint for the thread until it is asked for. */
    private static String complaint(MemorySegment file) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MemorySegment open = linker.defaultLookup().findOrThrow("dlopen");
        MemorySegment error = linker.defaultLookup().findOrThrow("dlerror");
        MemorySegment handle =
                (MemorySegment) linker.downcallHandle(open, FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT))
                        .invokeExact(file, RTLD_NOW);
        MemorySegment text = (MemorySegment)
                linker.downcallHandle(error, FunctionDescriptor.of(ADDRESS)).invokeExact();
        return handle.address() != 0 || text.address() == 0
                ? UNKNOWN
                : text.reinterpret(MOST_TEXT_BYTES).getString(0).replace('\n', ' ');
    }
}
