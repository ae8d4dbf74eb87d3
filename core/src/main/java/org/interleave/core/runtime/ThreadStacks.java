package org.interleave.core.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory that the stacks of this process's platform threads have resident: of each thread that waits, the mapping that its stack
 * pointer lies in. Linux only; see {@code proc_pid_syscall(5)} and {@code proc_pid_smaps(5)}.
 */
final class ThreadStacks {

    private static final Path THREADS = Path.of("/proc/self/task");
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");

    /** Whether it can be told here. */
    static final boolean AVAILABLE = Files.isReadable(THREADS) && Files.isReadable(MAPPINGS);

    /** The last but one of the numbers, which is missing of a thread that runs. */
    private static final Pattern STACK_POINTER = Pattern.compile(".* 0x([0-9a-f]+) 0x[0-9a-f]+");

    private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-([0-9a-f]+) .*");
    private static final Pattern RESIDENT = Pattern.compile("Rss: *([0-9]+) kB");
    private static final int HEXADECIMAL = 16;

    private ThreadStacks() {}

    /** A piece of the address space. */
    private record Mapping(long start, long end, long bytes) {}

    /**
     * How much it is, in bytes.
     *
     * @throws IOException if the system does not tell
     */
    static long residentBytes() throws IOException {
        NavigableMap<Long, Mapping> mappings = mappings();
        Set<Mapping> stacks = new HashSet<>();
        for (long pointer : stackPointers()) {
            var below = mappings.floorEntry(pointer);
            if (below != null && pointer < below.getValue().end()) {
                stacks.add(below.getValue());
            }
        }
        return stacks.stream().mapToLong(Mapping::bytes).sum();
    }

    private static List<Long> stackPointers() throws IOException {
        List<Long> pointers = new ArrayList<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
            for (Path thread : threads) {
                Matcher matcher = STACK_POINTER.matcher(systemCall(thread));
                if (matcher.matches()) {
                    pointers.add(Long.parseUnsignedLong(matcher.group(1), HEXADECIMAL));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return pointers;
    }

    private static String systemCall(Path thread) {
        try {
            return Files.readString(thread.resolve("syscall")).strip();
        } catch (IOException ended) {
            return ""; // between the look at the directory and this one
        }
    }

    private static NavigableMap<Long, Mapping> mappings() throws IOException {
        NavigableMap<Long, Mapping> mappings = new TreeMap<>();
        long start = 0;
        long end = 0;
        for (String line : Files.readAllLines(MAPPINGS, StandardCharsets.ISO_8859_1)) {
            Matcher mapping = MAPPING.matcher(line);
            Matcher resident = RESIDENT.matcher(line);
            if (mapping.matches()) {
                start = Long.parseUnsignedLong(mapping.group(1), HEXADECIMAL);
                end = Long.parseUnsignedLong(mapping.group(2), HEXADECIMAL);
            } else if (resident.matches()) {
                mappings.put(start, new Mapping(start, end, 1024 * Long.parseLong(resident.group(1))));
            }
        }
        return mappings;
    }
}
