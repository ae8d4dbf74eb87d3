package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
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
        Path file = Files.writeString(directory.resolve(className + ".java"), source);
        Path classes = Files.createDirectory(directory.resolve("classes"));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        file.toString());
        assertThat(status).describedAs("compiles").isZero();
        return pack(service, className, classes, Files.createDirectory(directory.resolve("plugins")));
    }

    private static Path pack(Class<?> service, String className, Path classes, Path plugins) throws IOException {
        try (OutputStream file = Files.newOutputStream(plugins.resolve("plugin.jar"));
                JarOutputStream jar = new JarOutputStream(file);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path path : compiled.filter(Files::isRegularFile).toList()) {
                add(jar, classes.relativize(path).toString(), Files.readAllBytes(path));
            }
            add(jar, "META-INF/services/" + service.getName(), (className + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return plugins;
    }

    private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }
}
