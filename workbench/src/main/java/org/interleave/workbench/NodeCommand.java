package org.interleave.workbench;

import java.io.PrintWriter;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.interleave.core.InvalidInputException;
import org.interleave.processes.RemoteNodes;
import org.interleave.processes.cluster.Certificates;
import org.interleave.processes.cluster.UserCertificates;
import org.interleave.processes.node.Node;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.plan.Plugins;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** The command that lends this machine's processors to runs on other machines, until Ctrl-C. */
@Command(
        name = "node",
        description = {
            "Lends this machine's processors to runs elsewhere, until Ctrl-C.",
            "Its worker processes serve runs with the strategy remote-nodes, one run at a time. Tasks come as data: their"
                    + " classes have to be on this machine, and allowed. Both sides need the same certificates: make them"
                    + " once with --new-certificates and copy " + Certificates.NODE_FILE + " to each machine. On a"
                    + " loopback address a node without --certificates serves its own user's runs and nobody else's: it"
                    + " uses certificates of that user, which are made at the first time and kept in"
                    + " ~/.config/interleave/certificates (or in $XDG_CONFIG_HOME)."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        sortOptions = false,
        footer = {
            "",
            "On the machine that runs:",
            "  interleave run primes --strategies remote-nodes --set nodes=HOST:PORT,... --set certificates=DIR",
            "It has to be reachable from the nodes too, at any port. Ctrl-C ends a node in order: exit status 0."
        })
final class NodeCommand implements Callable<Integer> {

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "The address of this machine that others call, and a port, 0 for any that is free.")
    private Optional<String> listen = Optional.empty();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Worker processes for each run (default: one for each processor).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--certificates",
            paramLabel = "DIR",
            description = "The directory that holds this node's certificates, made with --new-certificates (default, on"
                    + " loopback only: your own).")
    private Optional<Path> certificates = Optional.empty();

    @Option(
            names = "--allow",
            paramLabel = "CLASS,...",
            hideParamSyntax = true,
            split = ",",
            description = "Classes that tasks may consist of beside the built-in ones: org.acme.Sum, org.acme.* for a"
                    + " package, org.acme.** for those below it too.")
    private List<String> allowed = List.of();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description =
                    "Also find tasks' classes in this plug-in, a jar or a directory of jars; they have to be allowed too.")
    private Optional<String> plugins = Optional.empty();

    @Option(
            names = "--node-silence",
            paramLabel = "TIME",
            description =
                    "How long a run may not be heard of until it counts as lost, such as 30s (default: 10s); raise it,"
                            + " and there --set node-silence=TIME, where machines or the network are slow.")
    private String nodeSilence = "10s";

    @Option(
            names = "--new-certificates",
            paramLabel = "DIR",
            description = "Only makes certificates in this directory, for as many machines as you like.")
    private Optional<Path> newCertificates = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (newCertificates.isPresent()) {
            makeCertificates(newCertificates.get(), out);
            return Main.DONE;
        }
        String where = listen.orElseThrow(() -> new InvalidInputException(
                "--listen HOST:PORT is missing, such as --listen 127.0.0.1:7001 (or --new-certificates DIR)"));
        List<String> jars = plugins.map(Plugins::classPathOfOne).orElse(List.of()).stream()
                .map(URL::toString)
                .toList();
        Duration silence = RemoteNodes.NODE_SILENCE.parse(nodeSilence, "interleave node");
        Node.Settings settings = new Node.Settings(where, workers, certificates, allowed, jars, silence);
        CompletableFuture<Optional<String>> end = new CompletableFuture<>();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> end.complete(Optional.of(thread.getName() + " has failed: " + thrown)));
        try (Node node = Node.open(settings, line -> print(out, line))) {
            node.ended().thenAccept(why -> end.complete(Optional.of(why)));
            Map<Signal, SignalHandler> before = handle(signal -> end.complete(Optional.empty()));
            if (certificates.isEmpty()) {
                print(out, "serving your own runs, which find your certificates in " + UserCertificates.directory());
            }
            print(out, "node " + node.address() + " is ready, workers: " + workers + "; Ctrl-C ends it");
            Optional<String> failure = end.get();
            before.forEach(Signal::handle);
            print(
                    out,
                    failure.map(why -> "this node has ended by itself: " + why).orElse("ending"));
            return failure.isPresent() ? Main.STRATEGY_FAILED : Main.DONE;
        } catch (ExecutionException e) {
            throw new IllegalStateException("never completed exceptionally", e);
        }
    }

    /**
     * Has the signals handled that end a node, and returns what was done before. The JVM leaves a signal ignored that it was
     * started with ignored.
     */
    private static Map<Signal, SignalHandler> handle(SignalHandler handler) {
        Map<Signal, SignalHandler> before = new HashMap<>();
        for (String name : List.of("HUP", "INT", "TERM")) {
            Signal signal = new Signal(name);
            before.put(signal, Signal.handle(signal, handler));
        }
        return before;
    }

    private static void print(PrintWriter out, String line) {
        Terminal.screen().wrap(line, 2).forEach(out::println);
        out.flush();
    }

    private static void makeCertificates(Path directory, PrintWriter out) {
        Certificates.create(directory);
        print(
                out,
                directory.resolve(Certificates.NODE_FILE) + ": copy it to every node and to the machine that runs; "
                        + "whoever has it may use the nodes");
        print(out, directory.resolve(Certificates.AUTHORITY_FILE) + ": keep it to yourself; no machine needs it");
    }
}
