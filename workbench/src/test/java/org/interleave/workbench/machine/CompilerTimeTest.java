package org.interleave.workbench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
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

    /** Code that the compilers have not seen yet, each time that its class is defined anew. */
    static final class Rounds implements LongUnaryOperator {

        @Override
        public long applyAsLong(long state) {
            long x = state;
            for (int round = 0; round < 1_000; round++) {
                x ^= x << 13;
                x ^= x >>> 7;
                x ^= x << 17;
            }
            return x;
        }
    }

    /** What this JVM ran before may all be compiled already. */
    private static boolean runsNewCode() throws Exception {
        byte[] code;
        try (InputStream file =
                Objects.requireNonNull(Rounds.class.getResourceAsStream("CompilerTimeTest$Rounds.class"))) {
            code = file.readAllBytes();
        }
        LongUnaryOperator rounds = (LongUnaryOperator) MethodHandles.lookup()
                .defineHiddenClass(code, true)
                .lookupClass()
                .getDeclaredConstructor()
                .newInstance();
        long state = 1;
        for (int call = 0; call < 20_000; call++) {
            state = rounds.applyAsLong(state);
        }
        return state != 0;
    }

    /** The bean counts the time that passed, the scheduler what was used of it. */
    @Test
    void itGrowsWithWhatIsCompiled() {
        var bean = ManagementFactory.getCompilationMXBean();
        long passed = bean.getTotalCompilationTime();
        long before = CompilerTime.nanos(List.of());

        await().atMost(Duration.ofMinutes(2))
                .until(() -> runsNewCode() && bean.getTotalCompilationTime() - passed >= 20);

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
