package org.interleave.workbench.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.interleave.core.Printable;

/** A suite file that has mistakes; the message is a line for each, with file, line and column. */
public final class SuiteMistakes extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** More do not help. */
    private static final int MOST = 50;

    SuiteMistakes(Path file, Collection<Mistake> mistakes) {
        super(String.join("\n", lines(file, mistakes)));
    }

    private static List<String> lines(Path file, Collection<Mistake> mistakes) {
        List<String> lines = new ArrayList<>(mistakes.stream()
                .sorted()
                .distinct()
                .limit(MOST)
                .map(mistake ->
                        Printable.line(file + ":" + mistake.line() + ":" + mistake.column() + ": " + mistake.text()))
                .toList());
        if (mistakes.size() > MOST) {
            lines.add(Printable.line(file + ": and " + (mistakes.size() - MOST) + " more mistakes"));
        }
        return lines;
    }
}
