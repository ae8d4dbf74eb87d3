package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of a table's rows, what tells them apart and what they share: parameters, options, processors. */
public final class Settings {

    private final List<Row> rows;

    public Settings(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** The parameters, and the processors, that are the same in all rows. */
    public String common() {
        Row first = rows.getFirst();
        Stream<String> parameters = first.parameters().entrySet().stream()
                .filter(parameter -> !parameterVaries(parameter))
                .map(Settings::text);
        Stream<String> cpus = cpusVary() ? Stream.of() : Stream.of(cpus(first));
        return Stream.concat(parameters, cpus).collect(Collectors.joining("  "));
    }

    /**
     * The parameters that a row does not share with all others, the options it does not share with all others of its
     * strategy, and its processors if others had different ones.
     */
    public List<String> own(Row row) {
        List<String> own = new ArrayList<>();
        row.parameters().entrySet().stream()
                .filter(this::parameterVaries)
                .map(Settings::text)
                .forEach(own::add);
        row.options().entrySet().stream()
                .filter(option -> optionVaries(row, option))
                .map(Settings::text)
                .forEach(own::add);
        if (cpusVary()) {
            own.add(cpus(row));
        }
        return own;
    }

    private boolean parameterVaries(Map.Entry<String, String> parameter) {
        return !rows.stream().allMatch(row -> row.parameters().entrySet().contains(parameter));
    }

    private boolean optionVaries(Row one, Map.Entry<String, String> option) {
        return !rows.stream()
                .filter(row -> row.strategy().equals(one.strategy()))
                .allMatch(row -> row.options().entrySet().contains(option));
    }

    private boolean cpusVary() {
        return rows.stream().map(Row::cpus).distinct().count() > 1;
    }

    private static String cpus(Row row) {
        return "cpus=" + row.cpus().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String text(Map.Entry<String, String> setting) {
        return setting.getKey() + "=" + setting.getValue();
    }
}
