package org.interleave.processes.node;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.interleave.core.InvalidInputException;
import org.interleave.processes.cluster.Certificates;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A node that belongs to the process that started it. It says where it listens in its first line, and ends when its
 * standard input does, which is when that process ends or wants it to. Ctrl-C at a terminal is for that process too.
 *
 * <p>Certificates that were made for the run come through its standard input: so they are in no file, and on no command
 * line, which others can read.
 */
final class NodeMain {

    /** The time to leave in order, for which a parent that was killed is no longer there. */
    private static final long END_SECONDS = 3;

    /** In place of a directory: the certificates' size in four bytes, and the certificates, come from standard input. */
    static final String HANDED_OVER = "-";

    /** Bytes that certificates may take; they take a tenth of that. */
    private static final int MOST_BYTES = 64 << 10;

    /** The exit status of a node that has ended by itself. */
    static final int FAILED = 3;

    private static final CountDownLatch ENDED = new CountDownLatch(1);

    private NodeMain() {}

    /**
     * Runs a node.
     *
     * @param args where to listen, how many workers, the certificates, how many milliseconds a user may not be heard of, and
     *     allowed classes. The certificates are in a directory, or if that is empty the user's own, or {@link #HANDED_OVER}.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Optional<Certificates> handedOver = args[2].equals(HANDED_OVER) ? Optional.of(handedOver()) : Optional.empty();
        Optional<Path> directory = Optional.of(args[2])
                .filter(text -> !text.isEmpty() && handedOver.isEmpty())
                .map(Path::of);
        List<String> allowed = List.of(args).subList(4, args.length);
        Duration silence = Duration.ofMillis(Long.parseLong(args[3]));
        Node.Settings settings =
                new Node.Settings(args[0], Integer.parseInt(args[1]), directory, allowed, List.of(), silence);
        Thread.ofPlatform().daemon().name("parent-watch").start(NodeMain::watch);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> exit(thread.getName() + " has failed: " + thrown));
        try (Node node =
                handedOver.isPresent() ? open(settings, handedOver.get()) : Node.open(settings, NodeMain::say)) {
            node.ended().thenAccept(NodeMain::exit);
            say(node.address());
            ENDED.await();
        } catch (InvalidInputException e) {
            say(e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }

    /** From the beginning: a parent may be killed while the node comes up. */
    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // nothing is said to it
            }
            ENDED.countDown();
            TimeUnit.SECONDS.sleep(END_SECONDS);
        } catch (IOException | InterruptedException e) {
            // then it has nobody who wants it
        }
        Runtime.getRuntime().halt(0);
    }

    private static void exit(String why) {
        say("this node has ended by itself: " + why);
        Runtime.getRuntime().halt(FAILED);
    }

    private static Node open(Node.Settings settings, Certificates certificates) {
        return Node.open(settings, () -> certificates, NodeMain::say);
    }

    private static void say(@Nullable String line) {
        System.out.println(line);
    }

    private static Certificates handedOver() throws IOException {
        DataInputStream in = new DataInputStream(System.in);
        int size = in.readInt();
        if (size < 0 || size > MOST_BYTES) {
            throw new InvalidInputException("certificates of " + size + " bytes are none");
        }
        return Certificates.decoded(in.readNBytes(size));
    }
}
