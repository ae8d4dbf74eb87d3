package org.interleave.processes;

import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.interleave.core.Call;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;

/** Tasks that the tests run. */
public final class Tasks {

    private Tasks() {}

    /** Answers at once. */
    public static Task<String> answer(String answer) {
        return turn -> Step.done(answer);
    }

    /** Answers the id of the process it runs in. */
    public static Task<Long> pid() {
        return turn -> Step.done(ProcessHandle.current().pid());
    }

    /** Leaves the process's id in a file, whole or not at all. */
    static void leavePid(String file) throws IOException {
        Path unfinished = Path.of(file + ".unfinished");
        Files.writeString(unfinished, Long.toString(ProcessHandle.current().pid()));
        Files.move(unfinished, Path.of(file), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Leaves its process's id in a file, then computes: for ever, or as a daemon until it is told to stop. */
    public record Hog(String file, boolean daemon) implements Task<String> {

        @Override
        public Step<String> advance(Turn turn) throws IOException {
            if (!Files.exists(Path.of(file))) {
                leavePid(file);
            }
            if (daemon && turn.stopping()) {
                return Step.done("stopped");
            }
            Tick.run(1, turn.ticks());
            return Step.ready();
        }
    }

    /** Leaves its process's id in a file, then is in native code for ever, which was called as if it took no time. */
    record NeverReturns(String file) implements Task<String> {

        @Override
        public Step<String> advance(Turn turn) throws Exception {
            MethodHandle pause = Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("pause"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT),
                            Linker.Option.critical(false));
            leavePid(file);
            try {
                while (true) {
                    int unused = (int) pause.invokeExact();
                }
            } catch (Throwable thrown) {
                throw new AssertionError(thrown);
            }
        }
    }

    /** Does one thing that may block, then answers. */
    public static final class BlockingOnce implements Task<String> {

        private static final long serialVersionUID = 1;

        private final Call call;
        private boolean called;

        public BlockingOnce(Call call) {
            this.call = call;
        }

        @Override
        public Step<String> advance(Turn turn) {
            if (called) {
                return Step.done("called");
            }
            called = true;
            return Step.blocking(call);
        }
    }

    /** Waits until as many tasks as there are have come here. */
    public record Meet(String directory, int index, int size) implements Call {

        @Override
        public Message call() throws Exception {
            Files.createFile(Path.of(directory, Integer.toString(index)));
            await(() -> present(directory) == size);
            return Message.EMPTY;
        }
    }

    /** Waits for as many others as there may be, but not long: some may be lost, and do not come. */
    public record MeetSoon(String directory, int index, int size) implements Call {

        private static final long SECONDS = 10;

        @Override
        public Message call() throws Exception {
            Files.createFile(Path.of(directory, Integer.toString(index)));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            await(() -> present(directory) == size || System.nanoTime() - end > 0);
            return Message.EMPTY;
        }
    }

    private static long present(String directory) throws IOException {
        try (Stream<Path> present = Files.list(Path.of(directory))) {
            return present.count();
        }
    }

    /** Sleeps. */
    public record Pause(long millis) implements Call {

        @Override
        public Message call() throws InterruptedException {
            Thread.sleep(millis);
            return Message.EMPTY;
        }
    }

    /** Waits until a file is there, after leaving its process's id in another. */
    record WaitForFile(String pid, String file) implements Call {

        @Override
        public Message call() throws Exception {
            leavePid(pid);
            await(() -> Files.exists(Path.of(file)));
            return Message.EMPTY;
        }
    }

    /** Waits for a file to be there. */
    public static void awaitFile(Path file) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Files.exists(file));
    }

    /** Computes until a file is there. */
    public record ComputesUntil(String file) implements Task<String> {

        @Override
        public Step<String> advance(Turn turn) {
            Tick.run(1, turn.ticks());
            return Files.exists(Path.of(file)) ? Step.done("found it") : Step.ready();
        }
    }

    /** Computes until a file is there, then answers zero. */
    public record ComputesThenCounts(String file) implements Task<Long> {

        @Override
        public Step<Long> advance(Turn turn) {
            Tick.run(1, turn.ticks());
            return Files.exists(Path.of(file)) ? Step.done(0L) : Step.ready();
        }
    }

    /** Leaves its number in a file when it begins, then computes for one or two milliseconds. */
    record Counted(String file, int number, boolean idempotent) implements Task<Long> {

        static final long TICKS = 50_000;

        @Override
        public Step<Long> advance(Turn turn) throws IOException {
            Files.writeString(Path.of(file), number + "\n", StandardOpenOption.APPEND);
            return Step.done(Tick.run(number + 1, TICKS));
        }
    }

    /** Creates a file. */
    public record Creates(String file) implements Task<String> {

        @Override
        public Step<String> advance(Turn turn) throws IOException {
            Files.createFile(Path.of(file));
            return Step.done("created it");
        }
    }

    /** Sends the numbers from zero up to an inbox, then creates a file. */
    public static final class SendsThenCreates implements Task<Long> {

        private static final long serialVersionUID = 1;

        private final int to;
        private final long count;
        private final String file;
        private long sent;

        public SendsThenCreates(int to, long count, String file) {
            this.to = to;
            this.count = count;
            this.file = file;
        }

        @Override
        public Step<Long> advance(Turn turn) throws IOException {
            if (sent == count) {
                Files.createFile(Path.of(file));
                return Step.done(sent);
            }
            return Step.send(new Port.Inbox(to), Message.of(sent++));
        }
    }

    /** Unlike Awaitility's, ends when interrupted. */
    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.sleep(Duration.ofMillis(10));
        }
    }

    /** Sends 42 to a peer and answers what that replies. */
    static final class Asks implements Task<Long> {

        private static final long serialVersionUID = 1;

        private final Port port;
        private int step;

        Asks(InetSocketAddress peer) {
            port = new Port.Udp(peer);
        }

        @Override
        public Step<Long> advance(Turn turn) {
            return switch (step++) {
                case 0 -> Step.send(port, Message.of(42));
                case 1 -> Step.receive(port);
                default -> Step.done(turn.message().asLong());
            };
        }
    }

    /** Sends the numbers from zero up to an inbox. */
    static final class Sender implements Task<Long> {

        private static final long serialVersionUID = 1;

        private final int to;
        private final long count;
        private long sent;

        Sender(int to, long count) {
            this.to = to;
            this.count = count;
        }

        @Override
        public Step<Long> advance(Turn turn) {
            if (sent == count) {
                return Step.done(sent);
            }
            return Step.send(new Port.Inbox(to), Message.of(sent++));
        }
    }

    /** Takes numbers from its inbox, which have to come in order from zero up. */
    public static final class Receiver implements Task<Long> {

        private static final long serialVersionUID = 1;

        private final int self;
        private final long count;
        private long received = -1;

        public Receiver(int self, long count) {
            this.self = self;
            this.count = count;
        }

        @Override
        public Step<Long> advance(Turn turn) {
            if (received >= 0 && turn.message().asLong() != received) {
                throw new IllegalStateException(
                        "expected " + received + ", got " + turn.message().asLong());
            }
            received++;
            return received == count ? Step.done(received) : Step.receive(new Port.Inbox(self));
        }
    }

    /**
     * Fills the next task's inbox, then empties its own, some times over: goes through only if a full inbox's worth of
     * messages can be sent before any is taken.
     */
    static final class FillsThenEmpties implements Task<Long> {

        private static final long serialVersionUID = 1;

        private final int self;
        private final int next;
        private final long each;
        private final long rounds;
        private long step;

        FillsThenEmpties(int self, int next, long each, long rounds) {
            this.self = self;
            this.next = next;
            this.each = each;
            this.rounds = rounds;
        }

        @Override
        public Step<Long> advance(Turn turn) {
            if (step == 2 * each * rounds) {
                return Step.done(step);
            }
            boolean sends = step++ / each % 2 == 0;
            return sends ? Step.send(new Port.Inbox(next), Message.of(step)) : Step.receive(new Port.Inbox(self));
        }
    }

    /** Passes a token on round a ring, the first task starting it. Each answers how often it held it. */
    static final class RingMember implements Task<Integer> {

        private static final long serialVersionUID = 1;

        private final int self;
        private final int size;
        private final int rounds;
        private int held;
        private boolean receiving;

        RingMember(int self, int size, int rounds) {
            this.self = self;
            this.size = size;
            this.rounds = rounds;
            this.receiving = self != 0;
        }

        @Override
        public Step<Integer> advance(Turn turn) {
            if (held == rounds) {
                return Step.done(held);
            }
            if (receiving) {
                receiving = false;
                return Step.receive(new Port.Inbox(self));
            }
            receiving = self != 0 || held < rounds - 1;
            held++;
            return Step.send(new Port.Inbox((self + 1) % size), Message.of(held));
        }
    }

    /** What cannot be serialised. */
    static final class Unserialisable implements Serializable {

        private static final long serialVersionUID = 1;

        final Object inside = new Object();
    }

    /** Sets in sets, to so many levels. */
    public static Serializable setsInSets(int levels) {
        HashSet<Object> root = new HashSet<>();
        Set<Object> one = root;
        Set<Object> other = new HashSet<>();
        for (int level = 0; level < levels; level++) {
            Set<Object> left = new HashSet<>(Set.of("left"));
            Set<Object> right = new HashSet<>();
            one.addAll(List.of(left, right));
            other.addAll(List.of(left, right));
            one = left;
            other = right;
        }
        return root;
    }
}
