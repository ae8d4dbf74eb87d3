package org.interleave.processes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.interleave.core.InvalidInputException;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A node that belongs to the process that started it. It says where it listens in its first line, and ends when its
 * standard input does, which is when that process ends or wants it to. Ctrl-C at a terminal is for that process too.
 */
final class NodeMain {

    /** How long it may take to leave in order, for which a parent that was killed is no longer there. */
    private static final long END_SECONDS = 3;

    private static final CountDownLatch ENDED = new CountDownLatch(1);

    private NodeMain() {}

    /**
     * Runs a node.
     *
     * @param args where to listen, how many workers, the directory of the certificates or nothing, and allowed classes
     */
    public static void main(String[] args) throws InterruptedException {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Thread.ofPlatform().daemon().name("parent-watch").start(NodeMain::watch);
        Optional<Path> certificates =
                Optional.of(args[2]).filter(text -> !text.isEmpty()).map(Path::of);
        List<String> allowed = List.of(args).subList(3, args.length);
        Node.Settings settings =
                new Node.Settings(args[0], Integer.parseInt(args[1]), certificates, allowed, List.of());
        try (Node node = Node.open(settings, System.out::println)) {
            System.out.println(node.address());
            ENDED.await();
        } catch (InvalidInputException e) {
            System.out.println(e.getMessage());
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
}
