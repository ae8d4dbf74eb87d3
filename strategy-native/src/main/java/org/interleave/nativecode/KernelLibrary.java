package org.interleave.nativecode;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.interleave.core.InvalidInputException;

/**
 * A library of kernels, as {@code interleave.h} makes it: its one symbol answers a table, which is read and checked once.
 *
 * <p>To open a library runs its code, which may do anything. What its pointers point to cannot be checked.
 */
final class KernelLibrary {

    /** The version of {@code interleave.h} that this reads. */
    static final int ABI = 1;

    /** The one symbol. */
    static final String SYMBOL = "interleave_register";

    private static final int MOST_KERNELS = 10_000;
    private static final int MOST_PARAMETERS = 64;
    private static final long MOST_NAME_BYTES = 256;
    private static final int ALL_FLAGS = LoadedKernel.RELEASES | LoadedKernel.ALLOWS_THREADS | LoadedKernel.CRITICAL;

    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

    /** {@code interleave_kernels}: version, count, and the table. */
    private static final long TABLE_BYTES = 16;

    private static final long COUNT_OFFSET = 4;
    private static final long KERNELS_OFFSET = 8;

    /** {@code interleave_kernel}: name, flags, number and types of parameters, and the function. */
    private static final long KERNEL_BYTES = 32;

    private static final long FLAGS_OFFSET = 8;
    private static final long PARAMETER_COUNT_OFFSET = 12;
    private static final long PARAMETERS_OFFSET = 16;
    private static final long FUNCTION_OFFSET = 24;

    private final String name;

    private KernelLibrary(String name) {
        this.name = name;
    }

    /**
     * Opens a user's library, which stays for as long as the process lives.
     *
     * @return its kernels
     * @throws InvalidInputException if it is none, or was built for another version; it is closed then
     */
    static List<LoadedKernel> open(Path file) {
        Path library = file.toAbsolutePath();
        if (!Files.isRegularFile(library)) {
            throw new InvalidInputException(
                    "kernel library " + file + (Files.exists(library) ? " is not a file" : " is not there"));
        }
        Arena arena = Arena.ofShared();
        boolean kept = false;
        try {
            List<LoadedKernel> kernels = read(file.toString(), lookup(library, arena));
            kept = true;
            return kernels;
        } finally {
            if (!kept) {
                arena.close();
            }
        }
    }

    private static SymbolLookup lookup(Path library, Arena arena) {
        try {
            return SymbolLookup.libraryLookup(library, arena);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(
                    "kernel library " + library + " cannot be loaded: " + DynamicLinker.complaint(library), e);
        }
    }

    /**
     * Reads what a library that is loaded registers.
     *
     * @param name what messages call it
     * @return its kernels
     * @throws InvalidInputException if it is no library of kernels, or was built for another version
     */
    static List<LoadedKernel> read(String name, SymbolLookup symbols) {
        KernelLibrary library = new KernelLibrary(name);
        MemorySegment register = symbols.find(SYMBOL)
                .orElseThrow(() -> library.refused("exports no " + SYMBOL
                        + ": it is made by INTERLEAVE_KERNELS(...) of interleave.h, outside of all functions"));
        return library.table(register(register));
    }

    private static MemorySegment register(MemorySegment function) {
        try {
            return (MemorySegment) Linker.nativeLinker()
                    .downcallHandle(function, FunctionDescriptor.of(ADDRESS))
                    .invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a C function throws nothing", e);
        }
    }

    private List<LoadedKernel> table(MemorySegment address) {
        MemorySegment table = pointed(address, TABLE_BYTES, SYMBOL + " answers NULL");
        int abi = table.get(ValueLayout.JAVA_INT, 0);
        if (abi != ABI) {
            throw refused("was built with version " + Integer.toUnsignedString(abi)
                    + " of interleave.h, and this is version " + ABI
                    + ": build it again with the header of this program");
        }
        int count = table.get(ValueLayout.JAVA_INT, COUNT_OFFSET);
        if (count < 0 || count > MOST_KERNELS) {
            throw refused("registers " + count + " kernels, allowed are 0 to " + MOST_KERNELS);
        }
        if (count == 0) {
            return List.of();
        }
        MemorySegment kernels =
                pointed(table.get(ADDRESS, KERNELS_OFFSET), count * KERNEL_BYTES, "registers kernels at NULL");
        return distinct(IntStream.range(0, count)
                .mapToObj(number -> kernel(number, kernels.asSlice(number * KERNEL_BYTES, KERNEL_BYTES)))
                .toList());
    }

    private List<LoadedKernel> distinct(List<LoadedKernel> kernels) {
        Set<String> names = new HashSet<>();
        for (LoadedKernel kernel : kernels) {
            if (!names.add(kernel.name())) {
                throw refused("registers two kernels of the name " + kernel.name());
            }
        }
        return kernels;
    }

    private LoadedKernel kernel(int number, MemorySegment kernel) {
        String kernelName = kernelName(number, kernel.get(ADDRESS, 0));
        int flags = kernel.get(ValueLayout.JAVA_INT, FLAGS_OFFSET);
        checkFlags(kernelName, flags);
        MemorySegment function = kernel.get(ADDRESS, FUNCTION_OFFSET);
        if (function.address() == 0) {
            throw refused("registers the kernel " + kernelName + " without a function");
        }
        return new LoadedKernel(
                kernelName, flags, parameters(kernelName, kernel), MemorySegment.ofAddress(function.address()), name);
    }

    private String kernelName(int number, MemorySegment address) {
        String text;
        try {
            text = pointed(address, MOST_NAME_BYTES, "registers kernel " + number + " without a name")
                    .getString(0);
        } catch (IndexOutOfBoundsException e) {
            throw refused("registers kernel " + number + " with a name of " + MOST_NAME_BYTES + " bytes or more");
        }
        if (text.isEmpty() || !text.codePoints().allMatch(KernelLibrary::fitsAName)) {
            throw refused("registers kernel " + number + " with a name that is empty or has spaces in it");
        }
        return text;
    }

    private static boolean fitsAName(int character) {
        return !Character.isISOControl(character)
                && !Character.isWhitespace(character)
                && !Character.isSpaceChar(character);
    }

    private void checkFlags(String kernel, int flags) {
        if ((flags & ~ALL_FLAGS) != 0) {
            throw refused("registers the kernel " + kernel + " with unknown flags, 0x" + Integer.toHexString(flags));
        }
        if ((flags & LoadedKernel.ALLOWS_THREADS) != 0 && flags != LoadedKernel.ALLOWS_THREADS) {
            throw refused(
                    "registers the kernel " + kernel + " with INTERLEAVE_ALLOWS_THREADS beside other flags: one that"
                            + " releases the lock by itself is neither released around nor critical");
        }
    }

    private List<ParameterType> parameters(String kernel, MemorySegment entry) {
        int count = entry.get(ValueLayout.JAVA_INT, PARAMETER_COUNT_OFFSET);
        if (count < 0 || count > MOST_PARAMETERS) {
            throw refused("registers the kernel " + kernel + " with " + count + " parameters, allowed are 0 to "
                    + MOST_PARAMETERS);
        }
        if (count == 0) {
            return List.of();
        }
        MemorySegment types = pointed(
                entry.get(ADDRESS, PARAMETERS_OFFSET),
                count * ValueLayout.JAVA_INT.byteSize(),
                "registers the kernel " + kernel + " with parameters at NULL");
        return IntStream.range(0, count)
                .map(number -> types.getAtIndex(ValueLayout.JAVA_INT, number))
                .mapToObj(ordinal -> parameter(kernel, ordinal))
                .toList();
    }

    private ParameterType parameter(String kernel, int ordinal) {
        ParameterType[] types = ParameterType.values();
        if (ordinal < 0 || ordinal >= types.length) {
            throw refused("registers the kernel " + kernel + " with a parameter of unknown type " + ordinal);
        }
        return types[ordinal];
    }

    /** What a pointer points to. */
    private MemorySegment pointed(MemorySegment address, long bytes, String complaint) {
        if (address.address() == 0) {
            throw refused(complaint);
        }
        return address.reinterpret(bytes);
    }

    private InvalidInputException refused(String what) {
        return new InvalidInputException("kernel library " + name + " " + what);
    }
}
