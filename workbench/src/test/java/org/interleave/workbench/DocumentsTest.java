package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents name is there: types and their members, files, and what they link to. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern TYPE =
            Pattern.compile("`([A-Z]\\w+(?:\\.[A-Z]\\w+)*)(?:\\.([a-z]\\w+))?(?:\\([^`]*\\))?`");
    private static final Pattern FILE = Pattern.compile("`([\\w-]+(?:/[\\w.-]+)+)`");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)\\)");

    /** Of other products, or names that are said not to be used, or no longer. */
    private static final List<String> FOREIGN = List.of(
            "ProducerController",
            "ConsumerController",
            "Util",
            "Manager",
            "Helper",
            "Impl",
            "Drive",
            "Driver",
            "Label");

    static Stream<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        return documents.stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatADocumentNamesExists(Path document) throws IOException {
        String text = Files.readString(document);
        Map<String, String> sources = sources();

        assertThat(TYPE.matcher(text).results())
                .filteredOn(name -> !FOREIGN.contains(name.group(1)))
                .allSatisfy(name -> assertNamed(name, sources));
        assertThat(FILE.matcher(text).results())
                .allSatisfy(name -> assertThat(ROOT.resolve(name.group(1))).exists());
        assertThat(LINK.matcher(text).results())
                .allSatisfy(link ->
                        assertThat(document.resolveSibling(link.group(1))).exists());
    }

    /** A type by its simple name, perhaps with those that it is nested in, and a member as a word of its source. */
    private static void assertNamed(MatchResult name, Map<String, String> sources) {
        String[] types = name.group(1).split("\\.", -1);
        String source = sources.getOrDefault(types[0], "");
        assertThat(source).as("source of %s", types[0]).isNotEmpty();
        for (int i = 1; i < types.length; i++) {
            assertThat(source).as(name.group(0)).containsPattern("(class|interface|record|enum) " + types[i] + "\\b");
        }
        if (name.group(2) != null) {
            assertThat(source).as(name.group(0)).containsPattern("\\b" + name.group(2) + "\\b");
        }
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 14)) {
            return files.filter(file -> file.toString().matches(".*/src/(main|test)/java/.*\\.java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(
                            DocumentsTest::typeName, DocumentsTest::read, (one, other) -> one + other));
        }
    }

    private static String typeName(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
