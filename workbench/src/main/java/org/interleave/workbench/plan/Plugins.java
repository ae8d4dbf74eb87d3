package org.interleave.workbench.plan;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.interleave.core.InvalidInputException;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.ProviderName;
import org.interleave.core.catalog.Refusal;
import org.interleave.nativecode.NativeOptions;

/** The sources of strategies, workloads, experiments and kernels: the program itself, and the files of plug-ins. */
public final class Plugins {

    private static final String KIND = "plug-in";
    private static final String LIBRARY_KIND = "kernel library";
    private static final String SERVICES = "META-INF/services/";
    private static final String OUR_PACKAGES = "org.interleave.";

    private Plugins() {}

    /**
     * Everything that is there. What cannot be used of the plug-ins, a whole jar perhaps, is among the refusals.
     *
     * @param place a directory of jars and shared libraries, or one of these, if there is any
     * @throws InvalidInputException if it cannot be read or holds neither
     */
    public static Catalog catalog(Optional<String> place) {
        return catalog(place, Catalog.PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience how long a method of a plug-in may take to say what the plug-in is
     */
    public static Catalog catalog(Optional<String> place, Duration patience) {
        ClassLoader own = Plugins.class.getClassLoader();
        if (place.isEmpty()) {
            return Catalog.load(own);
        }
        PluginFiles files = PluginFiles.of(place.get());
        List<Refusal> refused = new ArrayList<>();
        List<Path> jars = new ArrayList<>();
        for (Path jar : files.jars()) {
            unreadable(jar).ifPresentOrElse(refused::add, () -> jars.add(jar));
        }
        files.libraries().forEach(library -> unusable(library).ifPresent(refused::add));
        Catalog catalog = Catalog.load(loader(jars), patience);
        refused.addAll(misnamed(jars, catalog));
        return catalog.withRefusals(refused);
    }

    /**
     * What some providers bring, for a fork, which needs no more.
     *
     * @param place where the jars of plug-ins are, if anywhere
     */
    public static Catalog catalog(Optional<String> place, Set<ProviderName> providers) {
        return Catalog.load(
                place.map(given -> loader(PluginFiles.of(given).jars().stream()
                                .filter(jar -> unreadable(jar).isEmpty())
                                .toList()))
                        .orElse(Plugins.class.getClassLoader()),
                providers);
    }

    /**
     * The shared libraries of kernels. None is loaded here: its code might end the process.
     *
     * @param place where plug-ins are, if anywhere
     * @throws InvalidInputException if it cannot be read
     */
    public static List<Path> kernelLibraries(Optional<String> place) {
        return place.map(PluginFiles::of).map(PluginFiles::libraries).orElse(List.of()).stream()
                .filter(library -> unusable(library).isEmpty())
                .toList();
    }

    /** The system property by which a JVM is told of the shared libraries of kernels, if there are any. */
    public static Optional<Map.Entry<String, String>> kernelProperty(Optional<String> place) {
        List<Path> libraries = kernelLibraries(place);
        return libraries.isEmpty()
                ? Optional.empty()
                : Optional.of(Map.entry(
                        NativeOptions.KERNEL_LIBRARIES,
                        libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
    }

    /** Stays open: plug-ins load classes for as long as the program runs. */
    private static ClassLoader loader(List<Path> jars) {
        return new URLClassLoader(
                "plugins", jars.stream().map(Plugins::url).toArray(URL[]::new), Plugins.class.getClassLoader());
    }

    /**
     * The jars at a place.
     *
     * @throws InvalidInputException if the place or a jar there cannot be read
     */
    public static List<URL> jars(String place) {
        return checked(PluginFiles.of(place).jars(), Plugins::unreadable).stream()
                .map(Plugins::url)
                .toList();
    }

    /**
     * The jars and the shared libraries at a place.
     *
     * @throws InvalidInputException if the place, or one of them, cannot be read
     */
    public static List<Path> files(String place) {
        PluginFiles files = PluginFiles.of(place);
        return Stream.concat(
                        checked(files.jars(), Plugins::unreadable).stream(),
                        checked(files.libraries(), Plugins::unusable).stream())
                .toList();
    }

    private static List<Path> checked(List<Path> files, Function<Path, Optional<Refusal>> problem) {
        for (Path file : files) {
            problem.apply(file).ifPresent(refusal -> {
                throw new InvalidInputException(refusal.line());
            });
        }
        return files;
    }

    /** The jars at a place that bring nothing themselves, beside others that do. */
    public static List<String> libraries(String place, Catalog catalog) {
        Set<String> told =
                Set.copyOf(catalog.refusals().stream().map(Refusal::origin).toList());
        return PluginFiles.of(place).jars().stream()
                .map(Path::toString)
                .filter(jar -> !catalog.origins().contains(jar) && !told.contains(jar))
                .toList();
    }

    private static Optional<Refusal> unreadable(Path jar) {
        return PluginFiles.problemOfJar(jar).map(reason -> refusal(KIND, jar, reason));
    }

    private static Optional<Refusal> unusable(Path library) {
        return PluginFiles.problemOfLibrary(library).map(reason -> refusal(LIBRARY_KIND, library, reason));
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
                    KIND,
                    jar,
                    String.valueOf(InvalidInputException.unknown("service", service, catalog.services())
                            .getMessage()))));
            if (unknown.isEmpty() && !some) {
                refusals.add(refusal(
                        KIND,
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

    private static Refusal refusal(String kind, Path file, String reason) {
        return new Refusal(kind, Optional.empty(), Optional.empty(), file.toString(), reason);
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
