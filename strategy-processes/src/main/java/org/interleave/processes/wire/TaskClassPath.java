package org.interleave.processes.wire;

import java.util.List;

/**
 * Where a worker finds the classes of a task beside its own class path.
 *
 * @param isolated whether they are those of a plug-in, which sees no library but its own
 * @param urls jars and directories
 */
public record TaskClassPath(boolean isolated, List<String> urls) {

    /** Nothing beside the class path. */
    public static final TaskClassPath NONE = new TaskClassPath(false, List.of());

    /** Takes a copy. */
    public TaskClassPath {
        urls = List.copyOf(urls);
    }
}
