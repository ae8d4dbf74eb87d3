package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.StrategyException;
import org.interleave.core.runtime.JvmOptions;
import org.interleave.processes.cluster.UserCertificates;
import org.interleave.processes.node.NodeProcess;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node on loopback that was started without certificates, and two users of the machine. */
@Tag("thorough")
@Needs(Resource.SECOND_USER)
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecondUserTest {

    /** A client of a node, which prints how that went. */
    static final class Client {

        public static void main(String[] args) throws InterruptedException {
            Map<String, String> options = Map.of("nodes", args[0], "workers", "1", "certificates", args[1]);
            RemoteNodes strategy = new RemoteNodes();
            try (Execution execution =
                    strategy.open(Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK))) {
                System.out.println(
                        execution.run(Job.of(List.of(Tasks.answer("served")))).results());
            } catch (StrategyException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** What the client of a user prints in a JVM of his own, with certificates of his own or those of a directory. */
    private static String connect(List<String> prefix, String classPath, Path home, String address, String certificates)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.COMMON);
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + home,
                "-Dinterleave.worker-archive=off",
                "-cp",
                classPath,
                Client.class.getName(),
                address,
                certificates));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void onlyTheOneWhoStartedItIsServed() throws IOException, InterruptedException {
        Path directory = SecondUser.reachableDirectory();
        NodeProcess node = NodeProcess.start(List.of(), "127.0.0.1:0", 1, Optional.empty());
        try {
            Path code = Files.createDirectory(directory.resolve("code"));
            Path home = Files.createDirectory(directory.resolve("home"));
            String classPath = SecondUser.copy(
                    List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)), code);
            SecondUser.own(home);
            String address = node.address().toString();
            assertThat(connect(SecondUser.PREFIX, classPath, home, address, "none"))
                    .contains("node " + address + " cannot be used: the certificates were not accepted");
            assertThat(home.resolve("interleave/certificates/node.p12"))
                    .as("the other user's own")
                    .exists();
            node.awaitLine("refused a stranger");
            String ours = UserCertificates.directory().toString();
            assertThat(connect(SecondUser.PREFIX, classPath, home, address, ours))
                    .contains("remote-nodes cannot use its certificates: ");
            try (Execution execution = NodeProcess.open(List.of(node))) {
                assertThat(execution
                                .run(Job.of(List.of(Tasks.answer("served"))))
                                .results())
                        .containsExactly("served");
            }
        } finally {
            node.close();
            SecondUser.remove(directory);
        }
    }
}
