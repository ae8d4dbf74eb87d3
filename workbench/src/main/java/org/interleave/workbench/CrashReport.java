package org.interleave.workbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.interleave.core.Printable;
import org.interleave.core.TaskFailure;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.measure.TemporaryFiles;

/** A failure that should not happen: told in one line, the stack trace in a file of the temporary directory. */
final class CrashReport {

    private static final int MOST_CHARACTERS = 300;

    private CrashReport() {}

    /** Writes the file and returns the line, or the line and the stack trace if the file cannot be written. */
    static String of(Throwable thrown) {
        String trace = TaskFailure.of(thrown).trace();
        String line = "unexpected " + Printable.line(trace.lines().findFirst().orElse(""), MOST_CHARACTERS);
        try {
            Path file = Files.createTempFile(TemporaryFiles.place(), "interleave-crash-", ".txt");
            Files.writeString(file, heading() + trace);
            return line + "; the stack trace is in " + Printable.line(file.toString());
        } catch (IOException | RuntimeException e) {
            return line + System.lineSeparator() + trace;
        }
    }

    private static String heading() {
        return "Interleave " + Build.version() + ", commit " + Build.commit().orElse("unknown") + ", Java "
                + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.version")
                + ", " + Instant.now() + "\n\n";
    }
}
