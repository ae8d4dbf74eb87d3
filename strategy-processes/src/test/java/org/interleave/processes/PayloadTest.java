package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.processes.wire.FrameCodec;
import org.interleave.processes.wire.PayloadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PayloadTest {

    private static final String PLUGIN = """
            package plugin;
            import org.interleave.core.*;
            import org.interleave.core.runtime.*;
            public final class PluginTask implements Task<PluginTask.Result> {
                public record Result(String text, long pid) implements java.io.Serializable {}
                public Step<Result> advance(Turn turn) {
                    return Step.done(new Result("from a plug-in", ProcessHandle.current().pid()));
                }
                public static Task<Result> direct() {
                    return Task.direct(steps -> new Result("from a plug-in", ProcessHandle.current().pid()));
                }
            }
            """;

    private static Execution open(long workers) {
        Processes strategy = new Processes();
        return strategy.open(Parameters.defaults(strategy.options()).with(Processes.WORKERS, workers));
    }

    static void compilePlugin(Path directory) throws IOException {
        Path source = Files.createDirectories(directory.resolve("plugin")).resolve("PluginTask.java");
        Files.writeString(source, PLUGIN);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        source.toString());
        assertThat(status).isZero();
    }

    @SuppressWarnings("unchecked")
    static <R extends Serializable> Task<R> pluginTask(ClassLoader loader) throws ReflectiveOperationException {
        return (Task<R>) loader.loadClass("plugin.PluginTask").getConstructor().newInstance();
    }

    private static <R extends Serializable> Completion.Failed<R> failed(Completion<R> completion) {
        assertThat(completion).isInstanceOf(Completion.Failed.class);
        return (Completion.Failed<R>) completion;
    }

    @Test
    void classesOfAPluginAreFoundWhereTheParentFoundThem(@TempDir Path directory) throws Exception {
        compilePlugin(directory);
        URL[] urls = {directory.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader());
                Execution execution = open(1)) {
            Task<Serializable> task = pluginTask(loader);
            List<Serializable> results =
                    execution.run(Job.of(List.of(task, task))).results();
            assertThat(results).hasSize(2).allSatisfy(result -> {
                assertThat(result.getClass().getClassLoader()).isSameAs(loader);
                assertThat(result.toString()).contains("from a plug-in");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "fory"})
    @SuppressWarnings("unchecked")
    void aBodyOfAPluginIsFoundToo(String codec, @TempDir Path directory) throws Exception {
        compilePlugin(directory);
        Processes strategy = new Processes();
        Map<String, String> options = Map.of("workers", "1", "codec", codec);
        URL[] urls = {directory.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader());
                Execution execution =
                        strategy.open(Parameters.of(strategy.name(), strategy.options(), options, Preset.QUICK))) {
            Task<Serializable> task = (Task<Serializable>)
                    loader.loadClass("plugin.PluginTask").getMethod("direct").invoke(null);
            assertThat(execution.run(Job.of(List.of(task))).results())
                    .singleElement()
                    .satisfies(result -> {
                        assertThat(result.getClass().getClassLoader()).isSameAs(loader);
                        assertThat(result.toString())
                                .contains("from a plug-in")
                                .doesNotContain("pid=" + ProcessHandle.current().pid() + "]");
                    });
        }
    }

    @Test
    void aTaskWhoseClassTheWorkerCannotLoadFailsAlone(@TempDir Path directory) throws Exception {
        compilePlugin(directory);
        ClassLoader hidden = new HiddenLoader(directory, getClass().getClassLoader());
        try (Execution execution = open(1)) {
            List<Completion<Serializable>> completions = execution
                    .run(Job.<Serializable>of(List.of(pluginTask(hidden), turn -> Step.done("other"))))
                    .completions();
            Completion.Failed<Serializable> failed = failed(completions.get(0));
            assertThat(failed.failure().type()).isEqualTo(PayloadException.class.getName());
            assertThat(failed.failure().message()).contains("task 0").contains("plugin.PluginTask");
            assertThat(failed.worker()).startsWith("worker-1 pid ");
            assertThat(completions.get(1)).isInstanceOf(Completion.Succeeded.class);
        }
    }

    /** Loads classes from files, but does not say where they are. */
    private static final class HiddenLoader extends ClassLoader {

        private final Path directory;

        HiddenLoader(Path directory, ClassLoader parent) {
            super(parent);
            this.directory = directory;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            Path file = directory.resolve(name.replace('.', '/') + ".class");
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void aTaskThatCannotBeSerialisedFailsAlone() throws InterruptedException {
        Object captured = new Object();
        Task<String> task = turn -> Step.done(captured.toString());
        try (Execution execution = open(1)) {
            List<Completion<String>> completions =
                    execution.run(Job.of(List.of(task, Tasks.answer("other")))).completions();
            Completion.Failed<String> failed = failed(completions.get(0));
            assertThat(failed.failure().summary())
                    .contains("PayloadException")
                    .contains("task 0 cannot be sent")
                    .contains("NotSerializableException: java.lang.Object");
            assertThat(completions.get(1)).isInstanceOf(Completion.Succeeded.class);
        }
    }

    @Test
    void aResultThatCannotBeSerialisedOrIsTooLargeFailsItsTaskAlone() throws InterruptedException {
        List<Task<Serializable>> tasks = List.of(
                turn -> Step.done(new Tasks.Unserialisable()),
                turn -> Step.done(new byte[FrameCodec.MAX_PAYLOAD + 1]),
                turn -> Step.done(new byte[10_000_000]));
        try (Execution execution = open(1)) {
            List<Completion<Serializable>> completions =
                    execution.run(Job.of(tasks)).completions();
            assertThat(failed(completions.get(0)).failure().message())
                    .contains("the result of task 0")
                    .contains("NotSerializableException: java.lang.Object");
            assertThat(failed(completions.get(1)).failure().message())
                    .contains("the result of task 1")
                    .contains("more than the " + FrameCodec.MAX_PAYLOAD + " bytes");
            assertThat(((Completion.Succeeded<Serializable>) completions.get(2)).result())
                    .isEqualTo(new byte[10_000_000]);
        }
    }
}
