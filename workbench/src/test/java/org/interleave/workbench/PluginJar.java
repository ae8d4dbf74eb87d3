package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.interleave.core.Strategy;

/** Makes a plug-in of a strategy's source: compiles it, names it as a service, packs it. */
final class PluginJar {

    private PluginJar() {}

    /** A directory that holds a jar with the strategy {@code className}, a class in no package. */
    static Path of(String className, String source, Path directory) throws IOException {
        return of(Strategy.class, className, source, directory);
    }

    /** The same of another kind of service. */
    static Path of(Class<?> service, String className, String source, Path directory) throws IOException {
        Path classes = compile(Map.of(className, source), directory);
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        pack(service.getName(), className, classes, plugins.resolve("plugin.jar"));
        return plugins;
    }

    /** A directory with the classes of sources, which are by the names of their classes, all in no package. */
    static Path compile(Map<String, String> sources, Path directory) throws IOException {
        return compile(sources, directory, List.of());
    }

    /** The same, compiled against jars rather than what the program is built on. */
    static Path compile(Map<String, String> sources, Path directory, List<Path> libraries) throws IOException {
        Path classes = Files.createDirectory(directory.resolve("classes"));
        String path = Stream.concat(
                        libraries.stream().map(Path::toString), Stream.of(System.getProperty("java.class.path")))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> arguments =
                new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", path));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = Files.writeString(directory.resolve(source.getKey() + ".java"), source.getValue());
            arguments.add(file.toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).describedAs("compiles").isZero();
        return classes;
    }

    /** A jar with a class, those nested in it, and a service file that names it. */
    static void pack(String service, String className, Path classes, Path plugin) throws IOException {
        try (OutputStream file = Files.newOutputStream(plugin);
                JarOutputStream jar = new JarOutputStream(file);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path path : compiled.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(path).toString();
                if (name.startsWith(className + ".") || name.startsWith(className + "$")) {
                    add(jar, name, Files.readAllBytes(path));
                }
            }
            add(jar, "META-INF/services/" + service, (className + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }
}
