package org.interleave.workbench.suite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.interleave.core.InvalidInputException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The YAML of a file, as nodes with their places. A file that is large, deep or full of references is refused before anything
 * is made of it.
 */
final class YamlText {

    /** A suite is written by hand. */
    static final int MOST_BYTES = 1 << 20;

    private static final int DEEPEST = 16;

    private final Path file;

    private YamlText(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInputException if it cannot be read
     * @throws SuiteMistakes if it is not one document of YAML
     */
    static Node read(Path file) {
        return new YamlText(file).read();
    }

    private Node read() {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("there is no suite " + file);
        }
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw mistake(1, 1, "the file has " + size + " bytes, allowed are at most " + MOST_BYTES);
            }
            return nodes(decoded(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new InvalidInputException("cannot read the suite " + file + ": " + e.getMessage(), e);
        }
    }

    private SuiteMistakes mistake(int line, int column, String text) {
        return new SuiteMistakes(file, List.of(new Mistake(line, column, text)));
    }

    private String decoded(byte[] bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        String read = text.toString();
        if (result.isError()) {
            throw at(read.codePointCount(0, read.length()), read, "this is not UTF-8, allowed is UTF-8 alone");
        }
        return read;
    }

    /** A mistake after so many characters. */
    private SuiteMistakes at(int codePoints, String text, String what) {
        String before = text.substring(
                0, text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length()))));
        int line = Math.toIntExact(before.chars().filter(c -> c == '\n').count()) + 1;
        return mistake(line, before.length() - before.lastIndexOf('\n'), what);
    }

    private Node nodes(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(MOST_BYTES + 1)
                .setAllowNonScalarKeys(true)
                .build();
        try {
            check(new Parse(settings).parseString(text));
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> mistake(
                            1,
                            1,
                            "the file is empty, it has to be a mapping with: "
                                    + String.join(", ", SuiteShape.SUITE.keys())));
        } catch (MarkedYamlEngineException e) {
            String problem = "this is not YAML: " + e.getProblem();
            throw e.getProblemMark()
                    .map(mark -> new SuiteMistakes(file, List.of(Mistake.at(mark, problem))))
                    .orElseGet(() -> mistake(1, 1, problem));
        } catch (ReaderException e) {
            throw at(
                    e.getPosition(),
                    text,
                    "the character U+" + String.format("%04X", e.getCodePoint()) + " is not allowed in YAML");
        } catch (YamlEngineException e) {
            throw mistake(1, 1, "this is not YAML: " + e.getMessage());
        }
    }

    private void check(Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            if (event instanceof AliasEvent alias) {
                throw refused(
                        alias,
                        "references such as *" + alias.getAlias().getValue()
                                + " are not allowed, write the value again");
            } else if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > DEEPEST) {
                throw refused(event, "this is nested deeper than " + DEEPEST + ", no suite is");
            }
        }
    }

    private SuiteMistakes refused(Event event, String what) {
        return event.getStartMark()
                .map(mark -> new SuiteMistakes(file, List.of(Mistake.at(mark, what))))
                .orElseGet(() -> mistake(1, 1, what));
    }
}
