package org.interleave.workbench.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.interleave.core.Execution;
import org.interleave.core.Printable;
import org.interleave.core.StrategyException;

/** The rules for the {@linkplain Execution#provenance provenance} that a strategy tells. */
final class RowProvenance {

    /** What a key may be: no other property of a row in the report begins so. */
    static final Pattern KEY = Pattern.compile("worker_[a-z0-9_]{1,53}");

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
}
