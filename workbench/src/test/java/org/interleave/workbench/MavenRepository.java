package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.interleave.core.Task;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.nativecode.NativeOptions;
import org.interleave.processes.Processes;
import org.interleave.testkit.StrategyContract;
import org.interleave.threads.LockPolicy;
import org.interleave.workbench.machine.Build;

/**
 * A local repository of Maven as it is after the modules under test were installed: links to what the user's has, and these
 * modules, which are put into nobody's own. What else a project brings is downloaded, as for its author.
 */
final class MavenRepository {

    private static final Path OURS = Path.of("org", "interleave");

    /** A class of each module, by the module's directory and artifact. */
    private static final Map<String, Class<?>> MODULES = new LinkedHashMap<>(Map.of(
            "core", Task.class,
            "testkit", StrategyContract.class,
            "strategy-threads", LockPolicy.class,
            "strategy-processes", Processes.class,
            "strategy-eventloop", NettyStrategy.class,
            "strategy-native", NativeOptions.class,
            "workbench", Main.class));

    private final Path directory;

    private MavenRepository(Path directory) {
        this.directory = directory;
    }

    /** Makes one in a directory that is not there yet. */
    static MavenRepository in(Path directory) throws IOException {
        Path users = Path.of(System.getProperty("interleave.local-repository"));
        link(users, Files.createDirectory(directory));
        Path organisations = directory.resolve("org");
        Files.delete(organisations);
        link(users.resolve("org"), Files.createDirectory(organisations));
        Files.deleteIfExists(directory.resolve(OURS));
        MavenRepository repository = new MavenRepository(directory);
        repository.installPom("interleave", Path.of("..", "pom.xml"));
        for (Map.Entry<String, Class<?>> module : MODULES.entrySet()) {
            repository.install(module.getKey(), module.getValue());
        }
        return repository;
    }

    private static void link(Path from, Path to) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                Files.createSymbolicLink(to.resolve(entry.getFileName()), entry.toAbsolutePath());
            }
        }
    }

    private void install(String module, Class<?> type) throws IOException {
        String artifact = "interleave-" + module;
        installPom(artifact, Path.of("..", module, "pom.xml"));
        Path classes = location(type);
        Path jar = place(artifact).resolve(artifact + "-" + Build.version() + ".jar");
        if (Files.isDirectory(classes)) {
            pack(classes, jar);
        } else {
            Files.copy(classes, jar);
        }
    }

    private void installPom(String artifact, Path pom) throws IOException {
        Files.createDirectories(place(artifact));
        Files.copy(pom, place(artifact).resolve(artifact + "-" + Build.version() + ".pom"));
    }

    private Path place(String artifact) {
        return directory.resolve(OURS).resolve(artifact).resolve(Build.version());
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> entries = Files.walk(classes)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(entry).toString()));
                Files.copy(entry, zip);
                zip.closeEntry();
            }
        }
    }

    /** Runs {@code mvn package} in a project, under whatever Java is the user's default, and answers with what it said. */
    String build(Path project, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("mvn", "-B", "-ntp", "-Dmaven.repo.local=" + directory.toAbsolutePath(), "package"));
        command.addAll(List.of(more));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().remove("JAVA_HOME");
        Process maven = builder.start();
        String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(maven.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(maven.exitValue()).as(said).isZero();
        return said;
    }
}
