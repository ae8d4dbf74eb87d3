package org.interleave.workbench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.interleave.core.InvalidInputException;

/** The arguments that several commands take, checked before anything is measured. */
final class Arguments {

    private static final Pattern PROCESSORS = Pattern.compile("([0-9]{1,6})(?:-([0-9]{1,6}))?");

    private Arguments() {}

    /** What {@code --set} was given, by key. @throws InvalidInputException if one is no {@code KEY=VALUE} or given twice */
    static Map<String, String> settings(List<String> settings) {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new InvalidInputException("--set " + setting + " is not KEY=VALUE");
            }
            if (parsed.put(setting.substring(0, equals), setting.substring(equals + 1)) != null) {
                throw new InvalidInputException("--set " + setting.substring(0, equals) + " is given twice");
            }
        }
        return parsed;
    }

    /**
     * The processors that {@code --cpus} was given, such as {@code 0} and {@code 2-3}; those allowed if nothing was given.
     *
     * @throws InvalidInputException if one is no number or range, or not allowed
     */
    static List<Integer> processors(List<String> given, List<Integer> allowed) {
        if (given.isEmpty()) {
            return allowed;
        }
        SortedSet<Integer> processors = new TreeSet<>();
        for (String part : given) {
            Matcher range = PROCESSORS.matcher(part.strip());
            if (!range.matches()) {
                throw new InvalidInputException(
                        "--cpus " + part + " is not a processor such as 0, nor a range such as 0-3");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first) {
                throw new InvalidInputException("--cpus " + part + " is not a range: its end is before its beginning");
            }
            for (int cpu = first; cpu <= last; cpu++) {
                if (!allowed.contains(cpu)) {
                    throw new InvalidInputException("--cpus " + cpu + " is not a processor of this machine (there are: "
                            + String.join(
                                    ", ", allowed.stream().map(String::valueOf).toList()) + ")");
                }
                processors.add(cpu);
            }
        }
        return List.copyOf(processors);
    }
}
