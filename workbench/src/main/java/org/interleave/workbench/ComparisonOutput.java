package org.interleave.workbench;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Printable;
import org.interleave.workbench.compare.ComparisonTable;
import org.interleave.workbench.compare.RunComparison;
import org.interleave.workbench.export.JsonComparison;
import org.interleave.workbench.export.MarkdownComparison;
import org.interleave.workbench.report.Destination;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.report.WholeFile;
import picocli.CommandLine;

/**
 * The outputs of a comparison: the table for people, and files for others, which come first.
 *
 * @param files where they go, by the option that named them
 * @param strict whether a row that cannot be told is as bad as one that became slower
 */
record ComparisonOutput(Map<String, Destination> files, boolean strict) {

    static final String MARKDOWN = "--markdown";
    static final String JSON = "--json";

    /**
     * Those that were named.
     *
     * @param force whether files that are there may be replaced
     * @throws InvalidInputException if one cannot be written, must not be replaced, or is named twice
     */
    static ComparisonOutput of(Optional<Path> markdown, Optional<Path> json, boolean force, boolean strict) {
        if (markdown.isPresent()
                && markdown.map(Path::toAbsolutePath)
                        .map(Path::normalize)
                        .equals(json.map(Path::toAbsolutePath).map(Path::normalize))) {
            throw new InvalidInputException(MARKDOWN + " and " + JSON + " name the same file");
        }
        Map<String, Destination> files = new LinkedHashMap<>();
        markdown.ifPresent(file -> files.put(MARKDOWN, Destination.named(MARKDOWN, file, force)));
        json.ifPresent(file -> files.put(JSON, Destination.named(JSON, file, force)));
        return new ComparisonOutput(files, strict);
    }

    /** Whether a file goes to standard output, where it is alone; what people read goes to standard error then. */
    boolean isAside() {
        return files.values().stream().anyMatch(Destination.StandardOutput.class::isInstance);
    }

    /** What people read. */
    PrintWriter console(CommandLine command) {
        return isAside() ? command.getErr() : command.getOut();
    }

    /** What that is laid out for. */
    Screen screen() {
        return isAside() ? Terminal.errorScreen() : Terminal.screen();
    }

    /**
     * Writes all of it.
     *
     * @param console what people read
     * @return the program's exit status
     * @throws LostOutputException if a file cannot be written, after the table is printed
     */
    int write(RunComparison comparison, PrintWriter console) {
        List<String> written = new ArrayList<>();
        Optional<LostOutputException> failure = Optional.empty();
        for (Map.Entry<String, Destination> file : files.entrySet()) {
            try {
                String where = file.getValue().write(content(file.getKey(), comparison));
                written.add(where + " is written");
            } catch (FileAlreadyExistsException e) {
                failure = Optional.of(
                        new LostOutputException(e.getFile() + " has come meanwhile, and was left as it is", e));
            } catch (IOException e) {
                failure = Optional.of(new LostOutputException("cannot write " + file.getKey() + ": " + e, e));
            }
        }
        console.print(new ComparisonTable(screen()).render(comparison));
        if (!isAside()) {
            written.forEach(line -> console.println(Printable.line(line)));
        }
        console.flush();
        if (failure.isPresent()) {
            throw failure.get();
        }
        return comparison.fails(strict) ? Main.NEGATIVE : Main.DONE;
    }

    private WholeFile.Content content(String option, RunComparison comparison) {
        return option.equals(MARKDOWN)
                ? out -> {
                    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                    MarkdownComparison.write(comparison, writer);
                    writer.flush();
                }
                : out -> JsonComparison.write(comparison, comparison.fails(strict), out);
    }
}
