package org.interleave.core.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The control group of this process on Linux, of version 2 or 1, by which a container or a service manager limits what its
 * processes have. What a group around it may have limits it too.
 *
 * @param directories of its files, its own first, then those of the groups around it; empty if there is none
 */
public record ControlGroup(List<Path> directories) {

    private static final String MOUNTED = "sys/fs/cgroup";

    /** Of version 2 the group's line is {@code 0::/its/path}, of version 1 {@code 4:cpu,cpuacct:/its/path}. */
    private static final int FIELDS = 3;

    /** Takes a copy. */
    public ControlGroup {
        directories = List.copyOf(directories);
    }

    /**
     * That of this process.
     *
     * @param root where {@code proc} and {@code sys} are
     * @param controller what it limits, such as {@code cpu}
     */
    public static ControlGroup of(Path root, String controller) {
        List<List<String>> lines = lines(root.resolve("proc/self/cgroup"))
                .map(line -> Arrays.asList(line.split(":", FIELDS)))
                .filter(fields -> fields.size() == FIELDS && fields.get(2).startsWith("/"))
                .toList();
        Path mounted = root.resolve(MOUNTED);
        Optional<ControlGroup> first = lines.stream()
                .filter(fields -> Arrays.asList(fields.get(1).split(",", -1)).contains(controller))
                .findFirst()
                .map(fields -> Stream.of(fields.get(1), controller)
                        .map(mounted::resolve)
                        .filter(Files::isDirectory)
                        .findFirst()
                        .map(base -> upwards(base, fields.get(2)))
                        .orElse(new ControlGroup(List.of())));
        return first.or(() -> lines.stream()
                        .filter(fields ->
                                fields.get(0).equals("0") && fields.get(1).isEmpty())
                        .findFirst()
                        .map(fields -> upwards(mounted, fields.get(2))))
                .orElse(new ControlGroup(List.of()));
    }

    /** In a container the path may be that of the machine around it; then only the upper end is there. */
    private static ControlGroup upwards(Path base, String path) {
        List<Path> directories = new ArrayList<>();
        Path group = base.resolve(path.substring(1)).normalize();
        Path own = group.startsWith(base) ? group : base;
        int depth = own.getNameCount() - base.getNameCount();
        for (int up = 0; up < depth; up++) {
            directories.add(base.resolve(own.subpath(base.getNameCount(), own.getNameCount() - up)));
        }
        directories.add(base);
        return new ControlGroup(directories);
    }

    /** What a file says in each of the groups that have it, its own first: the lines. */
    public List<List<String>> read(String file) {
        return directories.stream()
                .map(directory -> lines(directory.resolve(file)).toList())
                .filter(lines -> !lines.isEmpty())
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException absent) {
            return Stream.of();
        }
    }
}
