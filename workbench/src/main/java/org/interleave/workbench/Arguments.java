package org.interleave.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The file that an option names. @throws InvalidInputException if it could not be written in the end */
    static Path writable(String option, Path file) {
        Path absolute = file.toAbsolutePath();
        try {
            if (Files.isDirectory(absolute)) {
                throw new InvalidInputException(option + " " + file + " is a directory");
            }
            Path directory = absolute.getParent();
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "interleave", ".tmp"));
            if (Files.exists(absolute) && !Files.isWritable(absolute)) {
                throw new InvalidInputException(option + " " + file + " cannot be written");
            }
            return file;
        } catch (IOException e) {
            throw new InvalidInputException("cannot write " + option + " " + file + ": " + e, e);
        }
    }
}
