package org.interleave.eventloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.interleave.core.runtime.JvmOptions;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** SIGINT to a program that runs a loop, as Ctrl-C sends it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptedLoopTest {

    private static final int FIRINGS_BEFORE = 5;
    private static final Pattern RESULT = Pattern.compile("task [01] fired [1-9][0-9]* times");

    private static Process start(String strategy) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.COMMON);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(InterruptedLoop.class.getName(), strategy));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @ParameterizedTest
    @ValueSource(strings = {GeneratorsStrategy.NAME, NettyStrategy.NAME, VertxStrategy.NAME, AkkaStrategy.NAME})
    void theSignalStopsTheLoopAndWhatIsThereIsKept(String strategy) throws Exception {
        Process process = start(strategy);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (int firing = 0; firing < FIRINGS_BEFORE; firing++) {
                String line = out.readLine();
                if (InterruptedLoop.IGNORED.equals(line)) {
                    throw new TestAbortedException(
                            "This machine lacks a SIGINT that is not ignored: run Maven in the foreground,"
                                    + " not with '&' in a script");
                }
                assertThat(line).isEqualTo(InterruptedLoop.FIRED);
            }
            interrupt(process);
            List<String> rest = out.lines()
                    .filter(line -> !line.equals(InterruptedLoop.FIRED))
                    .toList();
            assertThat(rest).hasSize(2).allSatisfy(line -> assertThat(line).matches(RESULT));
            assertThat(process.waitFor()).isEqualTo(InterruptedLoop.INTERRUPTED);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void interrupt(Process process) throws Exception {
        Process kill = new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
