package org.interleave.workbench.measure;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.TextResult;

/**
 * The flags of worker JVMs on their way from a fork to the workbench, as a text among JMH's secondary results: a list on
 * each line, its flags percent-encoded.
 */
final class WorkerFlags {

    /** What the result is called. */
    static final String NAME = "worker_flags";

    private WorkerFlags() {}

    /** What a fork sends. */
    static TextResult encode(Set<List<String>> lists) {
        String text = lists.stream()
                .map(flags -> flags.stream()
                        .map(flag -> URLEncoder.encode(flag, StandardCharsets.UTF_8))
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
        return new TextResult(text, NAME);
    }

    /** What the workbench reads. */
    static Set<List<String>> decode(Result<?> result) {
        return result.extendedInfo()
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> List.of(line.split(" ", -1)).stream()
                        .map(flag -> URLDecoder.decode(flag, StandardCharsets.UTF_8))
                        .toList())
                .collect(Collectors.toSet());
    }
}
