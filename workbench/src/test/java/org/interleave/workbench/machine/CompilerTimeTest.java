package org.interleave.workbench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Needs(Resource.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class CompilerTimeTest {

    /** Has something compiled, says so and waits. */
    static final class Compiling {

        private Compiling() {}

        /** Until its standard input ends. */
        public static void main(String[] arguments) throws Exception {
            while (ManagementFactory.getCompilationMXBean().getTotalCompilationTime() < 50) {
                matches();
            }
            System.out.println("compiled");
            int unused = System.in.read();
        }
    }

    private static boolean matches() {
        return Pattern.compile("(a|b)*c[d-f]{2,3}").matcher("abababcde").matches();
    }

    /** The bean counts the time that passed, the scheduler what was used of it. */
    @Test
    void itGrowsWithWhatIsCompiled() {
        var bean = ManagementFactory.getCompilationMXBean();
        long passed = bean.getTotalCompilationTime();
        long before = CompilerTime.nanos(List.of());

        await().until(() -> matches() && bean.getTotalCompilationTime() - passed >= 20);

        assertThat(CompilerTime.nanos(List.of()) - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2));
    }

    @Test
    void compilersThatHaveNothingToDoHaveSettled() throws InterruptedException {
        await().until(() -> {
            long settled = CompilerTime.settled(List.of(), Duration.ofMinutes(1));
            return CompilerTime.nanos(List.of()) - settled < TimeUnit.MILLISECONDS.toNanos(1);
        });
    }

    @Test
    void itDoesNotWaitForThemForLongerThanItIsTo() throws InterruptedException {
        assertThat(CompilerTime.settled(List.of(), Duration.ZERO)).isPositive();
    }

    @Test
    void whatAChildCompilesCounts() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Compiling.class.getName())
                .start();
        try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("compiled");
            long with = CompilerTime.nanos(List.of(child.toHandle()));

            assertThat(with - CompilerTime.nanos(List.of())).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(5));
        } finally {
            child.destroyForcibly();
        }
    }
}
