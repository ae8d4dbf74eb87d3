package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;
import org.interleave.processes.pool.Pools;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.FrameCodec;
import org.interleave.processes.wire.FrameReader;
import org.interleave.processes.wire.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes in a worker's pipe that are no frame. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GarbageTest {

    /** Writes what is no frame to its worker's pipe, then waits for what becomes of that. */
    private record Scribbles(byte[] garbage) implements Task<String> {

        @Override
        public Step<String> advance(Turn turn) throws Exception {
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
                for (Path descriptor : descriptors.toList()) {
                    if (isPipe(descriptor)) {
                        Files.write(descriptor, garbage, StandardOpenOption.WRITE);
                    }
                }
            }
            Thread.sleep(Duration.ofMinutes(2));
            return Step.done("nobody minds");
        }

        private static boolean isPipe(Path descriptor) {
            try {
                return Files.readSymbolicLink(descriptor).toString().contains("/from-worker");
            } catch (IOException e) {
                return false; // closed since it was listed
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u007f\u007f\u007f\u007f", "\0\0\0\1U", "\0\0\0\5\1\2\3\4\5", "\0\0\0\0"})
    void garbageInItsPipeEndsTheWorkerAndNoOther(String garbage) throws InterruptedException {
        Scribbles scribbles = new Scribbles(garbage.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        try (Execution execution = Pools.open(Map.of("workers", "1", "chunk-size", "1"))) {
            Outcome<String> outcome = execution.run(Job.of(List.of(Tasks.answer("a"), scribbles, Tasks.answer("b"))));
            assertThat(Pools.failed(outcome)).containsExactly(1);
            assertThat(Pools.failure(outcome, 1))
                    .contains("task 1 was lost with worker-1 pid ")
                    .contains("was killed because of " + ProtocolException.class.getName());
            assertThat(execution.run(Job.of(List.of(Tasks.answer("again")))).results())
                    .containsExactly("again");
        }
    }

    /** Gives one chunk after the other, then says so. */
    private static final class Chunks implements ReadableByteChannel {

        private final Queue<byte[]> chunks;
        private final Runnable afterEach;

        Chunks(List<byte[]> chunks, Runnable afterEach) {
            this.chunks = new ArrayDeque<>(chunks);
            this.afterEach = afterEach;
        }

        @Override
        public int read(ByteBuffer into) {
            afterEach.run();
            byte[] chunk = chunks.poll();
            if (chunk == null) {
                return -1;
            }
            into.put(chunk);
            return chunk.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void frameThatHasBegunAndDoesNotGoOnIsNoticed() throws IOException {
        byte[] credit = new byte[100];
        int length = FrameCodec.encode(new Frame.Credit(1, 2, 3, 4), ByteBuffer.wrap(credit))
                .position();
        List<byte[]> chunks = List.of(
                java.util.Arrays.copyOfRange(credit, 0, length),
                java.util.Arrays.copyOfRange(credit, 0, 7),
                java.util.Arrays.copyOfRange(credit, 7, length));
        List<Boolean> stalled = new ArrayList<>();
        List<FrameReader> reader = new ArrayList<>();
        Chunks channel = new Chunks(chunks, () -> stalled.add(reader.getFirst().stalled(Duration.ofNanos(-1))));
        reader.add(new FrameReader(channel));
        reader.getFirst().forEach(frame -> {});
        assertThat(stalled).as("before each chunk").containsExactly(false, false, true, false);
    }
}
