package org.interleave.workbench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.interleave.core.InvalidInputException;

/** What several commands take, checked before anything is measured. */
final class Arguments {

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
}
