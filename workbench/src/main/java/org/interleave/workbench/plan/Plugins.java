package org.interleave.workbench.plan;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.catalog.PluginClassLoader;
import org.interleave.core.catalog.ProviderName;
import org.interleave.core.catalog.Refusal;
import org.interleave.nativecode.NativeOptions;

/**
 * The sources of strategies, workloads, experiments and kernels: the program itself, and the files of plug-ins. Each plug-in has
 * a {@linkplain PluginClassLoader class loader} of its own.
 */
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
        files.entries().forEach(jar -> unreadable(jar).ifPresent(refused::add));
        files.libraries().forEach(library -> unusable(library).ifPresent(refused::add));
        Catalog catalog = Catalog.load(own, loaders(files), patience);
        files.plugins().forEach(plugin -> refused.addAll(misnamed(plugin, catalog)));
        return catalog.withRefusals(refused);
    }

    /**
     * What some providers bring, for a fork, which needs no more.
     *
     * @param place where the jars of plug-ins are, if anywhere
     */
    public static Catalog catalog(Optional<String> place, Set<ProviderName> providers) {
        return Catalog.load(
                Plugins.class.getClassLoader(),
                place.map(given -> loaders(PluginFiles.of(given))).orElse(List.of()),
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

    /** They stay open: plug-ins load classes for as long as the program runs. */
    private static List<PluginClassLoader> loaders(PluginFiles files) {
        return files.plugins().stream()
                .map(plugin -> new PluginClassLoader(
                        "plug-in " + plugin.place().getFileName(),
                        readable(plugin.entries()).stream().map(Plugins::url).toList(),
                        Plugins.class.getClassLoader()))
                .toList();
    }

    private static List<Path> readable(List<Path> entries) {
        return entries.stream().filter(entry -> unreadable(entry).isEmpty()).toList();
    }

    /**
     * Where the classes of a plug-in are, for a node, whose workers are told of one.
     *
     * @throws InvalidInputException if the place or a jar there cannot be read, or there are several plug-ins
     */
    public static List<URL> classPathOfOne(String place) {
        List<PluginFiles.ClassPath> plugins = PluginFiles.of(place).plugins();
        if (plugins.size() > 1) {
            throw new InvalidInputException("--plugins " + place + " holds " + plugins.size() + " plug-ins ("
                    + plugins.stream()
                            .map(plugin -> String.valueOf(plugin.place().getFileName()))
                            .collect(Collectors.joining(", "))
                    + "), and a node takes one: name its directory");
        }
        return plugins.stream()
                .flatMap(plugin -> checked(plugin.entries(), Plugins::unreadable).stream())
                .map(Plugins::url)
                .toList();
    }

    /**
     * The jars and directories of classes of all plug-ins at a place that can be opened.
     *
     * @throws InvalidInputException if the place cannot be read or holds nothing
     */
    public static List<Path> classPath(String place) {
        return readable(PluginFiles.of(place).entries());
    }

    /** The classes that plug-ins at a place name as providers of some services, whether they can be used or not. */
    public static Set<String> providers(String place, Set<String> services) {
        return loaders(PluginFiles.of(place)).stream()
                .flatMap(plugin -> Catalog.named(plugin, services).stream())
                .map(ProviderName::type)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The files at a place: jars, those of directories of classes, and shared libraries, by their names from there.
     *
     * @throws InvalidInputException if the place, or one of them, cannot be read
     */
    public static Map<String, Path> files(String place) {
        PluginFiles files = PluginFiles.of(place);
        Path root = Path.of(place).toAbsolutePath().normalize();
        Map<String, Path> named = new TreeMap<>();
        Stream.concat(
                        checked(files.entries(), Plugins::unreadable).stream()
                                .flatMap(entry -> PluginFiles.contents(entry).stream()),
                        checked(files.libraries(), Plugins::unusable).stream())
                .forEach(file -> named.put(
                        String.valueOf(file.equals(root) ? file.getFileName() : root.relativize(file)), file));
        return named;
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
        return PluginFiles.of(place).entries().stream()
                .map(Path::toString)
                .filter(jar -> !catalog.origins().contains(jar) && !told.contains(jar))
                .toList();
    }

    private static Optional<Refusal> unreadable(Path jar) {
        return PluginFiles.problemOfClasses(jar).map(reason -> refusal(KIND, jar, reason));
    }

    private static Optional<Refusal> unusable(Path library) {
        return PluginFiles.problemOfLibrary(library).map(reason -> refusal(LIBRARY_KIND, library, reason));
    }

    /** Jars with service files that nobody looks for, and plug-ins that bring nothing. */
    private static List<Refusal> misnamed(PluginFiles.ClassPath plugin, Catalog catalog) {
        List<Path> entries = readable(plugin.entries());
        List<Refusal> refusals = new ArrayList<>();
        for (Path jar : entries) {
            PluginFiles.services(jar).stream()
                    .filter(service -> service.startsWith(OUR_PACKAGES))
                    .filter(service -> !catalog.services().contains(service))
                    .forEach(service -> refusals.add(refusal(
                            KIND,
                            jar,
                            String.valueOf(InvalidInputException.unknown("service", service, catalog.services())
                                    .getMessage()))));
        }
        boolean brings = entries.stream().map(Path::toString).anyMatch(catalog.origins()::contains);
        if (refusals.isEmpty() && !brings && !entries.isEmpty()) {
            refusals.add(refusal(
                    KIND,
                    entries.size() == 1 ? entries.getFirst() : plugin.place(),
                    "it brings nothing: no file in " + SERVICES + " names a class for one of "
                            + String.join(", ", catalog.services())));
        }
        return refusals;
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
