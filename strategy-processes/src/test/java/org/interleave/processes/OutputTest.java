package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.processes.pool.Pools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutputTest {

    private static final int LINES = 50_000;
    private static final String FILL = "x".repeat(95);

    /** Prints five megabytes to stdout from Java, and then as many through the C library. */
    private record Prints() implements Task<Integer> {

        @Override
        public Step<Integer> advance(Turn turn) throws Exception {
            for (int line = 0; line < LINES; line++) {
                System.out.println("java " + FILL);
            }
            System.out.flush();
            printFromC();
            return Step.done(LINES);
        }

        private static void printFromC() throws Exception {
            Linker linker = Linker.nativeLinker();
            MethodHandle puts = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("puts"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            MethodHandle fflush = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("fflush"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment text = arena.allocateFrom("c " + FILL);
                for (int line = 0; line < LINES; line++) {
                    call(puts, text);
                }
                call(fflush, MemorySegment.NULL);
            }
        }

        private static void call(MethodHandle function, MemorySegment argument) throws Exception {
            try {
                int status = (int) function.invokeExact(argument);
                if (status < 0) {
                    throw new IllegalStateException("the C library cannot print");
                }
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void tenMegabytesFromJavaAndFromCHarmNothingAndAreRelayed() throws InterruptedException {
        PrintStream stderr = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, false, StandardCharsets.UTF_8));
        try {
            try (Execution execution = Pools.open(Map.of("workers", "2", "chunk-size", "3"))) {
                List<Integer> results = execution
                        .run(Job.of(List.of(answer(1), new Prints(), answer(2), answer(3))))
                        .results();
                assertThat(results).containsExactly(1, LINES, 2, 3);
            }
        } finally {
            System.setErr(stderr);
        }
        List<String> lines = captured.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).allMatch(line -> line.matches("\\[worker-[12] pid \\d+] (java|c) x+"));
        assertThat(lines).filteredOn(line -> line.endsWith(" java " + FILL)).hasSize(LINES);
        assertThat(lines).filteredOn(line -> line.endsWith(" c " + FILL)).hasSize(LINES);
    }

    private static Task<Integer> answer(int answer) {
        return turn -> Step.done(answer);
    }
}
