package org.interleave.workbench.report;

import java.util.Optional;

/**
 * The axis of a report: the one thing that every contender was measured at several values of. A row's label is what its
 * contender is called, and the key with the row's value.
 *
 * @param key a parameter or an option, or {@link #PROCESSORS}
 */
public record Axis(String key) {

    /** How many processors a row was confined to. */
    public static final String PROCESSORS = "processors";

    /** Whether it is the number of processors. */
    public boolean ofProcessors() {
        return key.equals(PROCESSORS);
    }

    /** A row's value as the user would write it; empty for a row that has none, or is of a contender that is the same at all. */
    public Optional<String> value(Row row) {
        return setting(row).filter(value -> row.label().endsWith(ending(value)));
    }

    private Optional<String> setting(Row row) {
        return ofProcessors()
                ? Optional.of(Integer.toString(row.cpus().size()))
                : Optional.ofNullable(row.options().get(key))
                        .or(() -> Optional.ofNullable(row.parameters().get(key)));
    }

    private String ending(String value) {
        return " " + key + "=" + value;
    }

    /** What a row's contender is called at any value. */
    public String contender(Row row) {
        String label = row.label();
        return value(row)
                .map(value -> label.substring(0, label.length() - ending(value).length()))
                .orElse(label);
    }
}
