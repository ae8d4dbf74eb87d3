package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The strategy that the README shows compiles as it stands there, is found in its jar, and runs. */
class ReadmeExampleTest {

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final String SERVICE = "META-INF/services/org.interleave.core.Strategy";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void theExampleIsFoundAndRuns() throws Exception {
        Path plugins = jar(compile(example()));

        StringWriter listed = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(listed));
        assertThat(commandLine.execute("list", "strategies", "--plugins", plugins.toString()))
                .isEqualTo(Main.DONE);
        assertThat(listed.toString()).contains("fair-lock");

        Path json = directory.resolve("out.json");
        int status = Main.commandLine()
                .execute(
                        "run",
                        "countdown",
                        "--strategies",
                        "fair-lock",
                        "--set",
                        "count=100k",
                        "--plugins",
                        plugins.toString(),
                        "--json",
                        json.toString());
        assertThat(status).isEqualTo(Main.DONE);
        assertThat(Files.readString(json)).contains("\"fair-lock\"");
    }

    private static String example() throws IOException {
        Matcher matcher = JAVA_BLOCK.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(matcher.find()).describedAs("README.md holds a Java example").isTrue();
        return matcher.group(1);
    }

    private Path compile(String source) throws IOException {
        Path file = Files.writeString(directory.resolve("FairLock.java"), source);
        Path classes = Files.createDirectory(directory.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int status = compiler.run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                file.toString());
        assertThat(status).isZero();
        return classes;
    }

    private Path jar(Path classes) throws IOException {
        Path plugins = Files.createDirectory(directory.resolve("plugins"));
        try (OutputStream file = Files.newOutputStream(plugins.resolve("fair-lock.jar"));
                JarOutputStream jar = new JarOutputStream(file);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path path : compiled.filter(Files::isRegularFile).toList()) {
                add(jar, classes.relativize(path).toString(), Files.readAllBytes(path));
            }
            add(jar, SERVICE, "FairLock\n".getBytes(StandardCharsets.UTF_8));
        }
        return plugins;
    }

    private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(bytes);
        jar.closeEntry();
    }
}
