package org.interleave.processes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A node that belongs to the process that started it. It says where it listens in its first line, and ends when its
 * standard input does, which is when that process ends or wants it to. Ctrl-C at a terminal is for that process too.
 */
final class NodeMain {

    /** The exit status of a node that has ended by itself. */
    static final int FAILED = 3;

    private NodeMain() {}

    /**
     * Runs a node.
     *
     * @param args where to listen, how many workers, the directory of the certificates or nothing, how many milliseconds a user
     *     may be silent, and allowed classes
     */
    public static void main(String[] args) throws IOException {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Optional<Path> certificates =
                Optional.of(args[2]).filter(text -> !text.isEmpty()).map(Path::of);
        List<String> allowed = List.of(args).subList(4, args.length);
        Node.Settings settings =
                new Node.Settings(args[0], Integer.parseInt(args[1]), certificates, allowed, List.of(), Duration.ofMillis(Long.parseLong(args[3])));
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> exit(thread.getName() + " has failed: " + thrown));
        try (Node node = Node.open(settings, System.out::println)) {
            node.ended().thenAccept(NodeMain::exit);
            System.out.println(node.address());
            while (System.in.read() >= 0) {
                // nothing is said to it
            }
        } catch (InvalidInputException e) {
            System.out.println(e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }

    private static void exit(String why) {
        System.out.println("this node has ended by itself: " + why);
        Runtime.getRuntime().halt(FAILED);
    }
}
