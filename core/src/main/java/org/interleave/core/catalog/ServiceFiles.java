package org.interleave.core.catalog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.core.ThrownText;

/**
 * Reads the files by which jars name providers of a service, {@code META-INF/services/…} in the format of {@link
 * java.util.ServiceLoader}. That itself does not tell which jar names a class it cannot load.
 */
final class ServiceFiles {

    private static final String DIRECTORY = "META-INF/services/";

    private ServiceFiles() {}

    /**
     * A provider.
     *
     * @param type its class
     * @param origin the jar or directory that names it
     * @param loader what loads it
     */
    record Provider(String type, String origin, ClassLoader loader) {}

    /** Every provider of a service that a loader finds, in the order of the class path, parents' first. */
    static List<Provider> providers(Class<?> service, ClassLoader loader) {
        return read(service.getName(), loader, loader::getResources);
    }

    /** The providers of a service that are of one plug-in. */
    static List<Provider> providersOfPlugin(String service, PluginClassLoader plugin) {
        return read(service, plugin, plugin::findResources);
    }

    /** Finds the files of a name. */
    private interface Finder {
        Enumeration<URL> find(String name) throws IOException;
    }

    private static List<Provider> read(String service, ClassLoader loader, Finder files) {
        List<Provider> providers = new ArrayList<>();
        try {
            for (URL file : Collections.list(files.find(DIRECTORY + service))) {
                String origin = origin(file);
                lines(file).forEach(line -> providers.add(new Provider(line, origin, loader)));
            }
        } catch (IOException e) {
            throw new InvalidInputException(
                    "cannot read " + DIRECTORY + service + " of a plug-in: " + ThrownText.line(e), e);
        }
        return providers;
    }

    private static List<String> lines(URL file) throws IOException {
        URLConnection connection = file.openConnection();
        connection.setUseCaches(false); // a jar may be replaced while we run
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(line -> line.split("#", 2)[0].strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    /** The file {@code jar:file:/a/b.jar!/META-INF/…} is in {@code /a/b.jar}, {@code file:/a/META-INF/…} in {@code /a}. */
    private static String origin(URL file) {
        String url = file.toString();
        String container = url.substring(0, url.lastIndexOf(DIRECTORY));
        if (container.startsWith("jar:")) {
            container = container.substring("jar:".length(), container.lastIndexOf("!/"));
        }
        return path(container).map(Path::toString).orElse(container);
    }

    private static Optional<Path> path(String url) {
        try {
            return Optional.of(Path.of(URI.create(url)));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }
}
