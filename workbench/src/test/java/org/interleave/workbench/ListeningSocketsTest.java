package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a run measures, neither the program nor its forks and workers take connections; a strategy may, of its own. */
@Needs(Resource.LINUX)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ListeningSocketsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String LISTENING = "0A";

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    /** As {@code /proc/PID/fd} has them. */
    private static Set<String> listening() throws IOException {
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {"tcp", "tcp6"}) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[3].equals(LISTENING)) {
                    sockets.add("socket:[" + fields[9] + "]");
                }
            }
        }
        return sockets;
    }

    private static Set<String> listening(ProcessHandle process) throws IOException {
        Set<String> own = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.exists(descriptor, LinkOption.NOFOLLOW_LINKS)) {
                    own.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        }
        own.retainAll(listening());
        return own;
    }

    @Test
    void aListeningSocketIsSeen() throws IOException {
        assertThat(listening(ProcessHandle.current())).isEmpty();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
            assertThat(listening(ProcessHandle.current())).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "processes"})
    void nobodyListensWhileARunMeasures(String strategy) throws Exception {
        Process program = programs.start(
                directory, Program.command("run", "countdown", "--strategies", strategy, "--set", "count=50G"));
        await().atMost(PATIENCE)
                .until(() -> !program.isAlive() || program.descendants().anyMatch(ListeningSocketsTest::computes));
        assertThat(directory.resolve("err")).isEmptyFile();

        assertThat(listening(program.toHandle())).isEmpty();
        for (ProcessHandle child : program.descendants().toList()) {
            assertThat(listening(child)).isEmpty();
        }
        assertThat(program.isAlive()).isTrue();
    }

    /** Long past its start. */
    private static boolean computes(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toSeconds() >= 2;
    }
}
