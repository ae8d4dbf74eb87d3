package org.interleave.workbench.measure;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Execution;
import org.interleave.core.Printable;
import org.interleave.core.StrategyException;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.TextResult;

/**
 * The {@linkplain Execution#provenance provenance} of a row on its way from a fork to the workbench, as a text among JMH's
 * secondary results: a list on each line, its key first, then its texts, percent-encoded.
 */
final class RowProvenance {

    /** What the result is called. */
    static final String NAME = "provenance";

    /** What a key may be: no other property of a row in the report begins so. */
    private static final Pattern KEY = Pattern.compile("worker_[a-z0-9_]{1,53}");

    private static final int MOST_KEYS = 16;
    private static final int MOST_CHARACTERS = 1_000_000;
    private static final int SHOWN_CHARACTERS = 80;

    private RowProvenance() {}

    /**
     * Checks provenance as it comes.
     *
     * @param owner whose it is, such as {@code strategy processes}
     * @return a copy of it
     * @throws StrategyException if it is not as {@link Execution#provenance} has it
     */
    static Map<String, Set<List<String>>> checked(String owner, Map<String, Set<List<String>>> given) {
        Map<String, Set<List<String>>> copy = new HashMap<>();
        long characters = 0;
        for (Map.Entry<String, Set<List<String>>> entry : given.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (!KEY.matcher(key).matches()) {
                throw new StrategyException("'" + Printable.line(key, SHOWN_CHARACTERS) + "' in provenance of " + owner
                        + " is not a key (worker_ and lower-case words of a to z and 0 to 9 joined by underscores)");
            }
            Set<List<String>> lists =
                    entry.getValue().stream().map(List::copyOf).collect(Collectors.toSet());
            characters += lists.stream()
                    .flatMap(List::stream)
                    .mapToLong(String::length)
                    .sum();
            copy.put(key, lists);
        }
        if (copy.size() > MOST_KEYS || characters > MOST_CHARACTERS) {
            throw new StrategyException("provenance of " + owner + " has " + copy.size() + " keys and " + characters
                    + " characters, allowed are " + MOST_KEYS + " and " + MOST_CHARACTERS);
        }
        return copy;
    }

    /** What a fork sends. */
    static TextResult encode(Map<String, Set<List<String>>> provenance) {
        String text = provenance.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(list -> line(entry.getKey(), list)))
                .collect(Collectors.joining("\n"));
        return new TextResult(text, NAME);
    }

    private static String line(String key, List<String> list) {
        return Stream.concat(Stream.of(key), list.stream().map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8)))
                .collect(Collectors.joining(" "));
    }

    /** What the workbench reads. */
    static Map<String, Set<List<String>>> decode(Result<?> result) {
        Map<String, Set<List<String>>> provenance = new HashMap<>();
        result.extendedInfo().lines().filter(line -> !line.isEmpty()).forEach(line -> {
            List<String> words = List.of(line.split(" ", -1));
            provenance
                    .computeIfAbsent(words.getFirst(), key -> new HashSet<>())
                    .add(words.subList(1, words.size()).stream()
                            .map(text -> URLDecoder.decode(text, StandardCharsets.UTF_8))
                            .toList());
        });
        return provenance;
    }
}
