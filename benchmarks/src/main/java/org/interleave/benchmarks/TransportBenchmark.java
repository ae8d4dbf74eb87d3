package org.interleave.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.interleave.processes.wire.NamedPipes;
import org.interleave.processes.wire.Transport;

/**
 * What do frames cost, held against plain Java on the same pipes? Two processes, 16-byte messages one way, round trips
 * of one small message, payloads of 1 MiB; ours and the raw pipe's in alternating rounds.
 *
 * <p>Measured on two cores and through pipes: about half of the messages per second of a raw pipe as large as ours, about
 * two thirds of those of one that was not enlarged, and its bandwidth. A round trip takes 1.25 times the raw pipe's where
 * both processes share a core, and the same across cores. A receiver that makes a {@link org.interleave.core.Message} of
 * each takes longer than the transport, and from inbox to inbox there is credit to wait for; both are shown beside.
 *
 * <pre>
 * java -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "benchmarks/target/*:benchmarks/target/lib/*" \
 *     org.interleave.benchmarks.TransportBenchmark [ROUNDS [TRANSPORT]]
 * </pre>
 */
final class TransportBenchmark {

    private static final int WARM_UP = 25;
    private static final int MESSAGES = 2_000_000;
    private static final int TRIPS = 5_000;
    private static final int PAYLOADS = 200;

    private TransportBenchmark() {}

    /** Something that carries messages to another process. Each method returns when all has come there. */
    interface Contender extends AutoCloseable {

        /** Sends messages of 16 bytes. */
        void messages(int count) throws IOException, InterruptedException;

        /** The same, the receiver making a {@link org.interleave.core.Message} of each if it can. */
        default void madeMessages(int count) throws IOException, InterruptedException {
            messages(count);
        }

        /** Sends a message of 16 bytes there and back, one after the other. */
        default void roundTrips(int count) throws IOException, InterruptedException {
            throw new UnsupportedOperationException();
        }

        /** Sends payloads of 1 MiB. */
        default void payloads(int count) throws IOException, InterruptedException {
            throw new UnsupportedOperationException();
        }

        /** The process id of the other end. */
        long peer();

        @Override
        void close();
    }

    private interface Action {
        void run(Contender contender) throws IOException, InterruptedException;
    }

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 21;
        Transport transport = Transport.of(args.length > 1 ? args[1] : Transport.PIPE.label());
        try (NamedPipes pipes = NamedPipes.create()) {
            System.out.println("pipe size: " + pipes.size() + " bytes; rounds: " + rounds);
        }
        try (Contender raw = new RawPipe(NamedPipes.create());
                Contender small = new RawPipe(NamedPipes.create(Path.of(System.getProperty("java.io.tmpdir")), false));
                Contender frames = new FramedPipe(transport);
                Contender inboxes = new InboxPipe(transport)) {
            compare("16-byte messages", rounds, raw, frames, MESSAGES, each -> each.messages(MESSAGES));
            compare("  raw pipe not enlarged", rounds, small, frames, MESSAGES, each -> each.messages(MESSAGES));
            compare("  made Messages", rounds, raw, frames, MESSAGES, each -> each.madeMessages(MESSAGES));
            compare("  inbox to inbox", rounds, raw, inboxes, MESSAGES, each -> each.messages(MESSAGES));
            roundTrips(rounds, raw, frames);
            compare("1 MiB payloads", rounds, raw, frames, PAYLOADS, each -> each.payloads(PAYLOADS));
        }
    }

    /** What a round trip takes depends above all on whether both ends are on one core, so both are told where to be. */
    private static void roundTrips(int rounds, Contender raw, Contender ours) throws IOException, InterruptedException {
        long own = ProcessHandle.current().pid();
        String all = Affinity.own();
        String first = Affinity.ends(all).getFirst();
        String last = Affinity.ends(all).getLast();
        for (String there : first.equals(last) ? List.of(first) : List.of(first, last)) {
            Affinity.set(own, first);
            Affinity.set(raw.peer(), there);
            Affinity.set(ours.peer(), there);
            String what = there.equals(first) ? "round trips, one core" : "round trips, two cores";
            compare(what, rounds, raw, ours, TRIPS, each -> each.roundTrips(TRIPS));
        }
        for (long process : List.of(own, raw.peer(), ours.peer())) {
            Affinity.set(process, all);
        }
    }

    private static void compare(String what, int rounds, Contender raw, Contender ours, int count, Action action)
            throws IOException, InterruptedException {
        List<Double> raws = new ArrayList<>();
        List<Double> our = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            boolean rawFirst = round % 2 == 0;
            double first = time(rawFirst ? raw : ours, action) / count;
            double second = time(rawFirst ? ours : raw, action) / count;
            if (round >= 0) {
                raws.add(rawFirst ? first : second);
                our.add(rawFirst ? second : first);
                ratios.add(raws.getLast() / our.getLast());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-24s raw %9.1f ns   ours %9.1f ns   raw/ours %s%n",
                what,
                Median.of(raws).value(),
                Median.of(our).value(),
                Median.of(ratios));
    }

    private static double time(Contender contender, Action action) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        action.run(contender);
        return System.nanoTime() - begun;
    }
}
