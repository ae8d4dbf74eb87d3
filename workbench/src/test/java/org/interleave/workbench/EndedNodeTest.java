package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.interleave.processes.cluster.Certificates;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that are told to end. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class EndedNodeTest {

    private static final int HUP = 1;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    private Process start(String... prefix) throws IOException {
        Path certificates = directory.resolve("certificates");
        Certificates.create(certificates);
        List<String> command = new ArrayList<>(List.of(prefix));
        command.addAll(Program.command(
                "node", "--listen", "127.0.0.1:0", "--workers", "1", "--certificates", certificates.toString()));
        return programs.start(directory, command);
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** The set of signals that a process ignores, the first in the lowest bit. */
    private static long ignored(Process process) throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        return Long.parseLong(
                status.lines()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .map(line -> line.substring("SigIgn:".length()).strip())
                        .findFirst()
                        .orElseThrow(),
                16);
    }

    @Test
    void aHangUpEndsANodeInOrder() throws Exception {
        Process node = start();
        try (BufferedReader output = node.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).contains("is ready");
            send("HUP", node);
            assertThat(node.waitFor(PATIENCE)).isTrue();
            assertThat(output.readLine()).isEqualTo("ending");
            assertThat(node.exitValue()).isEqualTo(Main.DONE);
        }
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    @Tag("thorough")
    void aNodeThatWasStartedToOutliveAHangUpDoes() throws Exception {
        Process node = start("bash", "-c", "trap '' HUP; exec \"$@\"", "bash");
        try (BufferedReader output = node.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).contains("is ready");
            assertThat(ignored(node) & (1L << (HUP - 1))).isNotZero();
            send("TERM", node);
            assertThat(node.waitFor(PATIENCE)).isTrue();
            assertThat(output.readLine()).isEqualTo("ending");
            assertThat(node.exitValue()).isEqualTo(Main.DONE);
        }
    }

    /** Loaded into a node as an agent: a thread that fails, as one of a library may. */
    static final class Failing {

        private Failing() {}

        /** Called by the JVM. */
        public static void agentmain(String arguments) {
            Thread.ofPlatform().name("library").start(() -> {
                throw new StackOverflowError("in a library");
            });
        }
    }

    private Path agent() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Agent-Class"), Failing.class.getName());
        Path file = directory.resolve("agent.jar");
        String resource = Failing.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                InputStream bytes = Failing.class.getClassLoader().getResourceAsStream(resource)) {
            jar.putNextEntry(new ZipEntry(resource));
            Objects.requireNonNull(bytes).transferTo(jar);
            jar.closeEntry();
        }
        return file;
    }

    @Test
    void anErrorThatNobodyCatchesEndsANodeWithAStatusOfItsOwn() throws Exception {
        Process node = start();
        try (BufferedReader output = node.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).contains("is ready");
            VirtualMachine machine = VirtualMachine.attach(Long.toString(node.pid()));
            try {
                machine.loadAgent(agent().toString());
            } finally {
                machine.detach();
            }
            assertThat(node.waitFor(PATIENCE)).isTrue();
            assertThat(output.readLine())
                    .isEqualTo("this node has ended by itself: library has failed: java.lang.StackOverflowError: in a"
                            + " library");
            assertThat(node.exitValue()).isEqualTo(Main.STRATEGY_FAILED);
        }
    }
}
