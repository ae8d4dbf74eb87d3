package org.interleave.nativecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels of a user's that do what none should: each fails its task alone, as far as the process survives it. */
@Needs(Resource.C_COMPILER)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class BadKernelsTest {

    @BeforeAll
    static void build(@TempDir Path directory) throws Exception {
        String[] options = Stream.concat(Stream.of("-DWITH_JNI"), Stream.of(CLibraries.jniHeaders()))
                .toArray(String[]::new);
        Path library = CLibraries.build(directory, "bad", options);
        System.setProperty(NativeOptions.KERNEL_LIBRARIES, library.toString());
        NativeStrategy.kernels("native-held"); // while the file is there
    }

    @AfterAll
    static void clear() {
        System.clearProperty(NativeOptions.KERNEL_LIBRARIES);
    }

    static List<Strategy> strategies() {
        return List.of(
                new NativeHeld(),
                new NativeReleased(),
                new ForeignHeld(),
                new ForeignReleased(),
                new ForeignCritical(),
                new NativeInstances());
    }

    private static Execution open(Strategy strategy) {
        return strategy.open(Parameters.defaults(strategy.options()));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void eachFailsItsTaskAlone(Strategy strategy) throws InterruptedException {
        List<Task<Long>> tasks = List.of(
                TwinTask.words("fails", 1),
                TwinTask.words("fails_without_a_word", 1),
                TwinTask.words("fails_at_length", 1),
                TwinTask.words("answers_nonsense", 1),
                TwinTask.words("countdown", 5, 10));
        Outcome<Long> outcome;
        try (Execution execution = open(strategy)) {
            outcome = execution.run(Job.of(tasks));
        }

        assertThat(failure(outcome, 0)).endsWith("C kernel fails failed (code 7): out of luck");
        assertThat(failure(outcome, 1)).endsWith("C kernel fails_without_a_word failed (code 0)");
        assertThat(failure(outcome, 2)).contains("failed (code 8): xxxx").doesNotContain("x".repeat(256));
        assertThat(failure(outcome, 3)).contains("C kernel answers_nonsense returned 42, which is none of");
        assertThat(outcome.completions().get(4))
                .isInstanceOfSatisfying(
                        Completion.Succeeded.class,
                        sound -> assertThat(sound.result()).isEqualTo(Tick.jump(5, 10)));
    }

    private static String failure(Outcome<?> outcome, int task) {
        return outcome.completions().get(task) instanceof Completion.Failed<?> failed
                ? failed.failure().summary()
                : "did not fail";
    }

    @Test
    void anExceptionThatIsLeftPendingFailsTheTaskThroughJni() throws InterruptedException {
        try (Execution execution = open(new NativeHeld())) {
            Outcome<Long> outcome = execution.run(
                    Job.of(List.of(TwinTask.words("leaves_exception", 1), TwinTask.words("countdown", 5, 10))));

            assertThat(failure(outcome, 0)).endsWith("left pending");
            assertThat(outcome.completions().get(1)).isInstanceOf(Completion.Succeeded.class);
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void oneThatIsNeverDoneIsCancelled(Strategy strategy) throws Exception {
        assertCancelled(strategy, TwinTask.words("never_done", 1));
    }

    /** Within one call, which nobody can interrupt. */
    @ParameterizedTest
    @MethodSource("strategies")
    void oneThatLooksWhetherItIsCancelledReturns(Strategy strategy) throws Exception {
        assertCancelled(strategy, TwinTask.words("until_cancelled", 1));
    }

    private static void assertCancelled(Strategy strategy, Task<Long> task) throws Exception {
        try (ExecutorService caller = Executors.newSingleThreadExecutor();
                Execution execution = open(strategy)) {
            Future<Outcome<Long>> outcome = caller.submit(() -> execution.run(Job.of(List.of(task))));
            RunningKernels.awaitOne();
            execution.cancel();

            assertThat(outcome.get().completions()).hasOnlyElementsOfType(Completion.Cancelled.class);
        }
    }
}
