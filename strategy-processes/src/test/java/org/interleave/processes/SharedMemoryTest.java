package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.interleave.core.Execution;
import org.interleave.core.StrategyException;
import org.interleave.processes.pool.Pools;
import org.interleave.processes.wire.Outlet;
import org.interleave.processes.wire.Transport;
import org.interleave.processes.wire.WorkerConnection;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedMemoryTest {

    /** The byte at this place of what is sent. */
    private static byte at(long place) {
        return (byte) (place * 31 + (place >> 8) + (place >> 16));
    }

    private static void fill(byte[] bytes, int length, long place) {
        for (int i = 0; i < length; i++) {
            bytes[i] = at(place + i);
        }
    }

    /** Sends so many bytes in pieces of any size, as a frame writer would, now and then pausing. */
    private static void send(Outlet out, long total, Random random) throws IOException {
        byte[] bytes = new byte[300_000];
        long place = 0;
        while (place < total) {
            int most = random.nextInt(20) == 0 ? bytes.length : 100;
            int length = (int) Math.min(total - place, 1 + random.nextInt(most));
            fill(bytes, length, place);
            if (random.nextBoolean() && out.fits(length)) {
                out.writeNow(bytes, length);
            } else {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
            place += length;
            pause(random);
        }
    }

    private static void pause(Random random) {
        if (random.nextInt(300) == 0) {
            LockSupport.parkNanos(random.nextInt(2_000_000));
        }
    }

    /** Checks what comes until so many bytes have come, or there are no more. Returns how many came. */
    private static long receive(ReadableByteChannel in, long total, Random random) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(300_000);
        long place = 0;
        while (place < total) {
            buffer.clear().limit(1 + random.nextInt(random.nextInt(20) == 0 ? buffer.capacity() : 1_000));
            if (in.read(buffer) < 0) {
                return place;
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                if (buffer.get() != at(place)) {
                    throw new AssertionError("wrong byte at " + place);
                }
                place++;
            }
            pause(random);
        }
        return place;
    }

    private static CompletableFuture<Void> start(IoAction action) {
        Runnable unchecked = () -> {
            try {
                action.run();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
        return CompletableFuture.runAsync(unchecked, task -> Thread.ofPlatform().start(task));
    }

    private interface IoAction {
        void run() throws IOException;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void bytesComeInOrderBothWays(long seed) throws Exception {
        long total = 20_000_000;
        try (WorkerConnection parent = Transport.SHARED_MEMORY.create();
                WorkerConnection worker = WorkerConnection.join(parent.address())) {
            parent.settle();
            List<CompletableFuture<Void>> senders = List.of(
                    start(() -> send(parent.out(), total, new Random(seed))),
                    start(() -> send(worker.out(), total, new Random(seed + 100))),
                    start(() -> assertThat(receive(worker.in(), total, new Random(seed + 200)))
                            .isEqualTo(total)));
            assertThat(receive(parent.in(), total, new Random(seed + 300))).isEqualTo(total);
            for (CompletableFuture<Void> sender : senders) {
                sender.get();
            }
        }
    }

    @Test
    void roundTripsWakeWhoWaits() throws Exception {
        try (WorkerConnection parent = Transport.SHARED_MEMORY.create();
                WorkerConnection worker = WorkerConnection.join(parent.address())) {
            parent.settle();
            int trips = 20_000;
            CompletableFuture<Void> echo = start(() -> {
                for (int i = 0; i < trips; i++) {
                    ByteBuffer one = ByteBuffer.allocate(1);
                    worker.in().read(one);
                    worker.out().writeNow(one.array(), 1);
                }
            });
            Random random = new Random(1);
            for (int i = 0; i < trips; i++) {
                parent.out().writeNow(new byte[] {at(i)}, 1);
                ByteBuffer one = ByteBuffer.allocate(1);
                assertThat(parent.in().read(one)).isEqualTo(1);
                assertThat(one.get(0)).isEqualTo(at(i));
                if (random.nextInt(200) == 0) {
                    LockSupport.parkNanos(random.nextInt(100_000));
                }
            }
            echo.get();
        }
    }

    @Test
    void whatWasWrittenBeforeTheEndIsReadFirst() throws Exception {
        try (WorkerConnection worker = create(connection -> send(connection.out(), 100_000, new Random(1)))) {
            assertThat(receive(worker.in(), Long.MAX_VALUE, new Random(2))).isEqualTo(100_000);
        }
    }

    /** A worker's end, whose parent has done something and closed its own. */
    private static WorkerConnection create(LinkAction action) throws IOException {
        try (WorkerConnection parent = Transport.SHARED_MEMORY.create()) {
            WorkerConnection worker = WorkerConnection.join(parent.address());
            action.run(parent);
            return worker;
        }
    }

    private interface LinkAction {
        void run(WorkerConnection connection) throws IOException;
    }

    @Test
    void whoWaitsForRoomGoesOnWhenItIsClosed() throws Exception {
        try (WorkerConnection parent = Transport.SHARED_MEMORY.create();
                WorkerConnection worker = WorkerConnection.join(parent.address())) {
            assertThat(worker.out().fits(1)).isTrue();
            CompletableFuture<Void> sender = start(() -> send(parent.out(), Long.MAX_VALUE, new Random(1)));
            while (parent.out().fits(1)) {
                Thread.onSpinWait();
            }
            parent.close();
            assertThatThrownBy(sender::get).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void nothingIsLeftOnTheDisk() throws Exception {
        try (WorkerConnection parent = Transport.SHARED_MEMORY.create()) {
            Path directory = Path.of(parent.address().get(1));
            assertThat(directory).isDirectoryContaining(path -> path.toString().endsWith(".ring"));
            WorkerConnection.join(parent.address()).close();
            assertThat(directory).doesNotExist();
        }
        try (WorkerConnection alone = Transport.SHARED_MEMORY.create()) {
            Path directory = Path.of(alone.address().get(1));
            alone.close();
            assertThat(directory).doesNotExist();
        }
    }

    /** A process that sends until it is killed. */
    static final class Sender {
        public static void main(String[] args) throws IOException {
            try (WorkerConnection connection =
                    WorkerConnection.join(List.of(args).subList(1, args.length))) {
                send(connection.out(), Long.MAX_VALUE, new Random(Long.parseLong(args[0])));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theDeathOfTheOtherSideIsAnEndAfterWhatItHadWritten(long seed) throws Exception {
        Random random = new Random(seed);
        try (WorkerConnection parent = Transport.SHARED_MEMORY.create()) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Sender.class.getName(),
                    Long.toString(seed)));
            command.addAll(parent.address());
            Process process = new ProcessBuilder(command).inheritIO().start();
            long first = 1L + random.nextInt(5_000_000);
            ReadableByteChannel in = parent.in();
            ByteBuffer one = ByteBuffer.allocate(1);
            assertThat(in.read(one)).isEqualTo(1);
            parent.settle();
            Shifted rest = new Shifted(in);
            assertThat(rest.receive(first, random)).isEqualTo(first);
            process.destroyForcibly();
            assertThat(rest.receive(Long.MAX_VALUE, random)).isNotNegative();
            assertThat(process.waitFor()).isEqualTo(137);
        }
    }

    /** Goes on where it stopped, one byte after the beginning. */
    private static final class Shifted {

        private final ReadableByteChannel in;
        private long place = 1;

        Shifted(ReadableByteChannel in) {
            this.in = in;
        }

        long receive(long most, Random random) throws IOException {
            long begun = place;
            ByteBuffer buffer = ByteBuffer.allocate(10_000);
            while (place - begun < most) {
                buffer.clear().limit((int) Math.min(most - (place - begun), 1 + random.nextInt(10_000)));
                if (in.read(buffer) < 0) {
                    break;
                }
                for (buffer.flip(); buffer.hasRemaining(); place++) {
                    if (buffer.get() != at(place)) {
                        throw new AssertionError("wrong byte at " + place);
                    }
                }
            }
            return place - begun;
        }
    }

    /** Tries to open a pool with shared memory and prints what is wrong. */
    static final class Opener {
        public static void main(String[] args) {
            try (Execution execution = Pools.open(Map.of("workers", "2", "transport", "shared-memory"))) {
                System.out.println("opened");
            } catch (StrategyException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount -t tmpfs -o size=64k tmpfs /dev/shm",
                "mount -t tmpfs -o size=3m tmpfs /dev/shm",
                "mount -t tmpfs -o ro tmpfs /dev/shm"
            })
    @Needs(Resource.MOUNT_NAMESPACES)
    void memoryThatIsNotThereIsOneErrorAtOnce(String mount) throws Exception {
        Process opener = new ProcessBuilder(
                        "unshare",
                        "-rm",
                        "sh",
                        "-c",
                        mount + " && exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opener.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(opener.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).matches("(?s)cannot start worker-[12]: .*/dev/shm.*").hasLineCount(1);
        assertThat(opener.waitFor()).isZero();
    }
}
