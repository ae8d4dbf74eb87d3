package org.interleave.workbench.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.interleave.core.InvalidInputException;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.ProviderName;
import org.interleave.core.catalog.Refusal;

/** The sources of strategies, workloads and experiments: the program itself, and the jars of a directory. */
public final class Plugins {

    private static final String KIND = "plug-in";
    private static final String SERVICES = "META-INF/services/";
    private static final String OUR_PACKAGES = "org.interleave.";

    private Plugins() {}

    /**
     * Everything that is there. What cannot be used of the plug-ins, a whole jar perhaps, is among the refusals.
     *
     * @param directory where to look for jars, if anywhere
     * @throws InvalidInputException if the directory cannot be read or holds no jar
     */
    public static Catalog catalog(Optional<String> directory) {
        return catalog(directory, Catalog.PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience how long a method of a plug-in may take to say what the plug-in is
     */
    public static Catalog catalog(Optional<String> directory, Duration patience) {
        ClassLoader own = Plugins.class.getClassLoader();
        if (directory.isEmpty()) {
            return Catalog.load(own);
        }
        List<Refusal> refused = new ArrayList<>();
        List<Path> jars = new ArrayList<>();
        for (Path jar : files(Path.of(directory.get()))) {
            unreadable(jar).ifPresentOrElse(refused::add, () -> jars.add(jar));
        }
        Catalog catalog = Catalog.load(loader(jars), patience);
        refused.addAll(misnamed(jars, catalog));
        return catalog.withRefusals(refused);
    }

    /**
     * What some providers bring, for a fork, which needs no more.
     *
     * @param directory where the jars of plug-ins are, if anywhere
     */
    public static Catalog catalog(Optional<String> directory, Set<ProviderName> providers) {
        return Catalog.load(
                directory
                        .map(place -> loader(files(Path.of(place)).stream()
                                .filter(jar -> unreadable(jar).isEmpty())
                                .toList()))
                        .orElse(Plugins.class.getClassLoader()),
                providers);
    }

    /** Stays open: plug-ins load classes for as long as the program runs. */
    private static ClassLoader loader(List<Path> jars) {
        return new URLClassLoader(
                "plugins", jars.stream().map(Plugins::url).toArray(URL[]::new), Plugins.class.getClassLoader());
    }

    /**
     * The jars of a directory.
     *
     * @throws InvalidInputException if the directory or a jar in it cannot be read
     */
    public static List<URL> jars(String directory) {
        List<Path> jars = files(Path.of(directory));
        jars.forEach(jar -> unreadable(jar).ifPresent(refusal -> {
            throw new InvalidInputException(refusal.line());
        }));
        return jars.stream().map(Plugins::url).toList();
    }

    /** The jars of a directory that bring nothing themselves, beside others that do. */
    public static List<String> libraries(String directory, Catalog catalog) {
        Set<String> told =
                Set.copyOf(catalog.refusals().stream().map(Refusal::origin).toList());
        return files(Path.of(directory)).stream()
                .map(Path::toString)
                .filter(jar -> !catalog.origins().contains(jar) && !told.contains(jar))
                .toList();
    }

    private static List<Path> files(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new InvalidInputException("--plugins " + directory
                    + (Files.exists(directory) ? " is not a directory" : " is not there, it has to be a directory"));
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .map(file -> file.toAbsolutePath().normalize())
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new InvalidInputException("--plugins " + directory + " holds no .jar file");
            }
            return jars;
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException("cannot read --plugins " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Refusal> unreadable(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            file.size();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(refusal(jar, "it cannot be read: " + e.getMessage()));
        }
    }

    /** Jars with service files that nobody looks for, and all of them if none of them brings anything. */
    private static List<Refusal> misnamed(List<Path> jars, Catalog catalog) {
        boolean some = jars.stream().map(Path::toString).anyMatch(catalog.origins()::contains);
        List<Refusal> refusals = new ArrayList<>();
        for (Path jar : jars) {
            List<String> unknown = services(jar).stream()
                    .filter(service -> service.startsWith(OUR_PACKAGES))
                    .filter(service -> !catalog.services().contains(service))
                    .toList();
            unknown.forEach(service -> refusals.add(refusal(
                    jar,
                    String.valueOf(InvalidInputException.unknown("service", service, catalog.services())
                            .getMessage()))));
            if (unknown.isEmpty() && !some) {
                refusals.add(refusal(
                        jar,
                        "it brings nothing: no file in " + SERVICES + " names a class for one of "
                                + String.join(", ", catalog.services())));
            }
        }
        return refusals;
    }

    private static List<String> services(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith(SERVICES) && name.length() > SERVICES.length())
                    .map(name -> name.substring(SERVICES.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidInputException("cannot read plug-in " + jar + ": " + e.getMessage(), e);
        }
    }

    private static Refusal refusal(Path jar, String reason) {
        return new Refusal(KIND, Optional.empty(), Optional.empty(), jar.toString(), reason);
    }

    /** In the address of what is in a jar, an exclamation mark ends that of the jar. */
    private static URL url(Path jar) {
        try {
            return URI.create(jar.toUri().toString().replace("!", "%21")).toURL();
        } catch (MalformedURLException e) {
            throw new InvalidInputException("cannot read plug-in " + jar + ": " + e.getMessage(), e);
        }
    }
}
