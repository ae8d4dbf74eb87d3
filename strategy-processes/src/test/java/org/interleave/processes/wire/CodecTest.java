package org.interleave.processes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.runtime.Run;
import org.interleave.processes.Tasks;
import org.interleave.processes.pool.Pools;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every codec. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CodecTest {

    private record Pair(String left, Serializable right) implements Serializable {}

    /** Two states, one after the other. */
    private static final class TwoStates extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private String past = "";

        @Override
        protected Step<String> begin(Turn turn) {
            past = "begun";
            return then(this::end, Step.ready());
        }

        private Step<String> end(Turn turn) {
            return Step.done(past + " and ended");
        }
    }

    private static Object roundTrip(Codec codec, Serializable object) {
        ByteBuffer bytes = codec.open(Pools.DEPTH).encode(object);
        return codec.open(Pools.DEPTH).decode(bytes, CodecTest.class.getClassLoader());
    }

    @ParameterizedTest
    @EnumSource
    void objectsComeBackAsTheyWere(Codec codec) {
        List<Serializable> objects = List.of(
                42L,
                "straße 🎉",
                Duration.ofMillis(5),
                new Pair("left", new Pair("right", 3)),
                new ArrayList<>(List.of(1, 2, 3)),
                new HashMap<>(Map.of("a", 1L)),
                Codec.FORY,
                new Tasks.Pause(7));
        for (Serializable object : objects) {
            assertThat(roundTrip(codec, object)).isEqualTo(object);
        }
        byte[] bytes = new byte[10_000_000];
        Arrays.fill(bytes, (byte) 3);
        assertThat(roundTrip(codec, bytes)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource
    void oneObjectStaysOne(Codec codec) {
        List<String> shared = new ArrayList<>(List.of("shared"));
        Pair pair = (Pair) roundTrip(codec, new Pair("both", new ArrayList<>(List.of(shared, shared))));
        List<?> lists = (List<?>) pair.right();
        assertThat(lists.get(0)).isSameAs(lists.get(1)).isEqualTo(shared);
    }

    @ParameterizedTest
    @EnumSource
    void aStepMachineGoesOnWhereItWas(Codec codec) throws Exception {
        TwoStates task = new TwoStates();
        Run.part(task, 0).tasks().getFirst().resume(1);
        TwoStates copy = (TwoStates) roundTrip(codec, task);
        task.past = "not shared";
        assertThat(Run.part(copy, 0).tasks().getFirst().resume(1)).isEqualTo(Step.done("begun and ended"));
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotSayThatItIsSerialisableIsRefused(Codec codec) {
        PayloadCodec open = codec.open(Pools.DEPTH);
        assertThatThrownBy(() -> open.encode(new Pair("thread", new ArrayList<>(Arrays.asList(new Thread())))))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("cannot be serialised")
                .hasMessageContaining("java.lang.Thread");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooLargeIsRefused(Codec codec) {
        PayloadCodec open = codec.open(Pools.DEPTH);
        assertThatThrownBy(() -> open.encode(new byte[FrameCodec.MAX_PAYLOAD + 1]))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("more than the " + FrameCodec.MAX_PAYLOAD);
    }

    @ParameterizedTest
    @EnumSource
    void garbageIsRefused(Codec codec) {
        PayloadCodec open = codec.open(Pools.DEPTH);
        byte[] garbage = new byte[100];
        Arrays.fill(garbage, (byte) 0x7e);
        assertThatThrownBy(() -> open.decode(ByteBuffer.wrap(garbage), CodecTest.class.getClassLoader()))
                .isInstanceOf(PayloadException.class);
    }

    @Tag("thorough")
    @ParameterizedTest
    @EnumSource
    void workloadsRunWithIt(Codec codec) throws InterruptedException {
        Catalog catalog = Catalog.load(CodecTest.class.getClassLoader());
        try (Execution execution = Pools.open(Map.of("workers", "2", "codec", codec.text()))) {
            for (int round = 0; round < 2; round++) {
                verify(execution, catalog.workload("countdown"), Map.of("count", "10k", "tasks", "7"));
                verify(execution, catalog.workload("session-totals"), Map.of("users", "100", "chunks", "5"));
                verify(execution, catalog.workload("messages"), Map.of("count", "3000"));
                verify(execution, catalog.workload("casualties"), Map.of("others", "8"));
            }
        }
    }

    private static <R extends Serializable> void verify(
            Execution execution, Workload<R> workload, Map<String, String> given) throws InterruptedException {
        Parameters parameters = Parameters.of(workload.name(), workload.parameters(), given, Preset.QUICK);
        try (Round<R> round = workload.prepare(parameters)) {
            Map<String, ?> metrics = round.verify(round.runOn(execution));
            if (metrics.containsKey("unclear_errors")) {
                assertThat(metrics.get("unclear_errors").toString()).contains("value=0.0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResultThatCannotBeSerialisedFailsItsTaskAlone(Codec codec) throws InterruptedException {
        Task<Serializable> bad = turn -> Step.done(new ArrayList<>(List.of(new Thread())));
        Task<Serializable> good = turn -> Step.done("good");
        try (Execution execution = Pools.open(Map.of("workers", "1", "codec", codec.text()))) {
            Outcome<Serializable> outcome = execution.run(Job.of(List.of(good, bad, good)));
            assertThat(Pools.failed(outcome)).containsExactly(1);
            assertThat(Pools.failure(outcome, 1)).contains("the result of task 1 cannot be sent back");
        }
    }
}
