package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ParentWatchTest {

    /** A fork whose JVM has begun to collect, and waits for native code that is called as critical and never returns. */
    static final class Stuck {

        public static void main(String[] args) throws Exception {
            ParentWatch.begin();
            MethodHandle pause = Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("pause"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT),
                            Linker.Option.critical(false));
            Thread.ofPlatform().start(() -> {
                try {
                    while (true) {
                        System.out.println("stuck");
                        int unused = (int) pause.invokeExact();
                    }
                } catch (Throwable thrown) {
                    throw new AssertionError(thrown);
                }
            });
            while (true) {
                System.gc();
            }
        }
    }

    /** A fork that does nothing but watch. */
    static final class Idle {

        public static void main(String[] args) throws Exception {
            ParentWatch.begin();
            TimeUnit.MINUTES.sleep(5);
        }
    }

    private static Process start(Class<?> fork) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        fork.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void endsAForkWhoseParentEndedBeforeItWatched() throws Exception {
        Process fork = start(Idle.class);
        try {
            fork.getOutputStream().close(); // long before a JVM has started

            assertThat(fork.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            fork.destroyForcibly();
        }
        assertThat(fork.exitValue()).isEqualTo(137);
    }

    @Test
    @Needs(Resource.LINUX)
    void endsAForkWhoseJvmCannotEndItself() throws Exception {
        Process fork = start(Stuck.class);
        try (BufferedReader out = fork.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("stuck");
            fork.getOutputStream().close();

            assertThat(fork.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            fork.destroyForcibly();
        }
        assertThat(fork.exitValue()).isEqualTo(137);
    }
}
