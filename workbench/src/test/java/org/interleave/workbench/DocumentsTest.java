package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents name is there: types and their members, files, and what they link to. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");

    /** A type by its simple name, perhaps within others, perhaps with a member. */
    private static final Pattern TYPE =
            Pattern.compile("`([A-Z]\\w*[a-z]\\w*(?:\\.[A-Z]\\w+)*)(?:\\.([a-z]\\w+))?(?:\\([^`]*\\))?`");

    private static final Pattern FILE = Pattern.compile("`(?!META-INF)([\\w-]+(?:/[\\w.-]+)+)`");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)\\)");

    /** Of other products, or said not to be used. */
    private static final Set<String> FOREIGN =
            Set.of("ProducerController", "ConsumerController", "ServiceLoader", "Util", "Manager", "Helper", "Impl");

    static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents.stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatADocumentNamesExists(Path document) throws IOException {
        String text = Files.readString(document);
        Map<String, String> sources = sources();

        assertThat(TYPE.matcher(text)
                        .results()
                        .filter(name -> !FOREIGN.contains(name.group(1)))
                        .filter(name -> !isThere(name, sources))
                        .map(MatchResult::group))
                .as("types and members that are not there")
                .isEmpty();
        assertThat(FILE.matcher(text).results().map(name -> name.group(1)))
                .as("files")
                .allSatisfy(name -> assertThat(ROOT.resolve(name)).exists());
        assertThat(LINK.matcher(text).results().map(link -> link.group(1)))
                .as("links")
                .allSatisfy(name -> assertThat(document.resolveSibling(name)).exists());
    }

    /** Members are looked for as words of the source. */
    private static boolean isThere(MatchResult name, Map<String, String> sources) {
        List<String> types = List.of(name.group(1).split("\\.", -1));
        String source = sources.getOrDefault(types.getFirst(), "");
        return !source.isEmpty()
                && types.stream().skip(1).allMatch(type -> has(source, "(class|interface|record|enum) " + type + "\\b"))
                && (name.group(2) == null || has(source, "\\b" + name.group(2) + "\\b"));
    }

    private static boolean has(String source, String pattern) {
        return Pattern.compile(pattern).matcher(source).find();
    }

    /** The sources of all types by simple name; of those that share one, together. */
    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 14)) {
            return files.filter(file -> file.toString().matches(".*/src/(main|test)/java/.*\\.java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            DocumentsTest::typeName, DocumentsTest::read, (one, other) -> one + "\n" + other));
        }
    }

    private static String typeName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
