package org.interleave.workbench.init;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.interleave.core.InvalidInputException;

/** The beginning of a plug-in: a directory of its name with source that builds and runs as it stands. */
public sealed interface Template permits KernelTemplate, ProjectTemplate {

    /** The plug-in's name, and that of its directory. */
    String name();

    /** The commands that build it, check it and run it, to be given in its directory, in this order. */
    List<String> commands();

    /** The files' contents, by their paths in the directory. */
    SequencedMap<String, String> files() throws IOException;

    /**
     * Writes it to a new directory of its name.
     *
     * @param parent where the directory is made
     * @return the files
     * @throws InvalidInputException if the directory is there already, or cannot be written
     */
    default List<Path> write(Path parent) {
        Path directory = parent.resolve(name());
        try {
            SequencedMap<String, String> files = files();
            Files.createDirectories(parent);
            Files.createDirectory(directory);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = directory.resolve(file.getKey());
                Files.createDirectories(path.resolveSibling("").toAbsolutePath());
                Files.writeString(path, file.getValue());
            }
            return files.keySet().stream().map(directory::resolve).toList();
        } catch (FileAlreadyExistsException there) {
            throw new InvalidInputException(there.getFile() + " is there already, and nothing is overwritten", there);
        } catch (IOException e) {
            throw new InvalidInputException("cannot write " + directory + ": " + e, e);
        }
    }

    /** A resource's text in which each word between two {@code @} stands for something. */
    static String filled(String resource, Map<String, String> words) throws IOException {
        String text = resource(resource);
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("@" + word.getKey() + "@", word.getValue());
        }
        return text;
    }

    /** A resource's text. */
    static String resource(String name) throws IOException {
        try (InputStream in = Template.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program has been built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
