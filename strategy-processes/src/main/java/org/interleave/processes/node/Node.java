package org.interleave.processes.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.interleave.core.Availability;
import org.interleave.core.InvalidInputException;
import org.interleave.processes.cluster.Certificates;
import org.interleave.processes.cluster.LogLimiter;
import org.interleave.processes.cluster.NodeAddress;
import org.interleave.processes.cluster.NodeConnection;
import org.interleave.processes.cluster.NodePort;
import org.interleave.processes.cluster.NodeTimeouts;
import org.interleave.processes.cluster.UserCertificates;
import org.interleave.processes.pool.LocalWorkers;
import org.interleave.processes.pool.PoolOptions;
import org.interleave.processes.wire.AllowList;
import org.interleave.processes.wire.Fingerprint;

/**
 * A node: it lends worker processes of this machine to whoever runs tasks with the strategy {@code remote-nodes}, one user
 * at a time.
 *
 * <p>Each session has fresh workers, which end with it. Tasks come as data: their classes have to be on this node's class
 * path and on its list of allowed ones. Both sides show each other certificates: those that it is given, or if it listens on
 * loopback its user's own.
 *
 * <p>Thread-safe.
 */
public final class Node implements AutoCloseable {

    private final NodePort port;
    private final WorkerLender lender;

    private Node(NodePort port, WorkerLender lender) {
        this.port = port;
        this.lender = lender;
    }

    /**
     * What a node is started with.
     *
     * @param listen where, as {@code HOST:PORT}; port 0 is any that is free
     * @param workers how many worker processes a user gets, at least one
     * @param certificates where they are; nothing, which is allowed on a loopback address only, for the user's own
     * @param allowed classes that tasks may name beside the built-in ones: {@code org.acme.Sum}, {@code org.acme.*} for a
     *     package, {@code org.acme.**} for those below it too
     * @param classPath where the classes of a plug-in are found, as URLs
     * @param silence how long a user may not be heard of until he counts as lost
     */
    public record Settings(
            String listen,
            int workers,
            Optional<Path> certificates,
            List<String> allowed,
            List<String> classPath,
            Duration silence) {

        /** Takes copies. */
        public Settings {
            allowed = List.copyOf(allowed);
            classPath = List.copyOf(classPath);
        }
    }

    /**
     * Starts a node, which listens when this returns.
     *
     * @param log takes a line whenever a user comes, leaves or is refused, or a task is
     * @throws InvalidInputException if the settings are not allowed, the certificates cannot be used, or nobody can listen
     *     there
     */
    public static Node open(Settings settings, Consumer<String> log) {
        return open(settings, () -> certificates(settings), log);
    }

    private static Certificates certificates(Settings settings) {
        return settings.certificates().map(Certificates::load).orElseGet(UserCertificates::obtain);
    }

    /** Starts a node with certificates from elsewhere, which are asked for once the settings have been checked. */
    static Node open(Settings settings, Supplier<Certificates> certificates, Consumer<String> log) {
        if (LocalWorkers.availability() instanceof Availability.Unavailable unavailable) {
            throw new InvalidInputException("a node " + unavailable.reason());
        }
        NodeAddress address = address(settings.listen());
        settings.allowed().forEach(Node::checkPattern);
        if (settings.workers() < 1 || settings.workers() > PoolOptions.MOST_WORKERS) {
            throw new InvalidInputException("--workers " + settings.workers()
                    + " is out of range, allowed is from 1 to " + PoolOptions.MOST_WORKERS);
        }
        if (!address.loopback() && settings.certificates().isEmpty()) {
            throw new InvalidInputException(
                    "--listen " + settings.listen() + " can be reached from outside this machine,"
                            + " which needs --certificates DIR (interleave node --new-certificates DIR makes them)");
        }
        LogLimiter limited = new LogLimiter(log);
        WorkerLender lender = new WorkerLender(settings, limited);
        NodeTimeouts patience = new NodeTimeouts(settings.silence());
        return new Node(NodePort.open(address, certificates.get(), patience, lender, limited), lender);
    }

    private static NodeAddress address(String listen) {
        try {
            return NodeAddress.parse(listen);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("--listen " + listen + " " + e.getMessage(), e);
        }
    }

    private static void checkPattern(String pattern) {
        try {
            AllowList.checked(pattern);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("--allow " + pattern + " " + e.getMessage(), e);
        }
    }

    /** The name of this process in messages to people elsewhere. */
    static String self() {
        String process = "process " + ProcessHandle.current().pid();
        try {
            return process + " of " + System.getProperty("user.name") + " on "
                    + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return process + " of " + System.getProperty("user.name");
        }
    }

    /** The address it listens on, as {@code HOST:PORT}. */
    public String address() {
        return port.address().toString();
    }

    /**
     * Completed with the reason if it ends by itself, without having been closed: a process that is there for it should say
     * so and exit. Its users hear of their tasks when they hear of it no more.
     */
    public CompletionStage<String> ended() {
        return port.ended();
    }

    /** Closes the user's session, stops listening, and ends the workers. */
    @Override
    public void close() {
        port.close();
        lender.close();
    }

    /** Starts workers for each session. */
    private static final class WorkerLender implements NodePort.SessionAcceptor {

        private final Settings settings;
        private final LogLimiter log;
        private final String codeVersion = CodeVersion.own();
        private final long fingerprint = Fingerprint.take();
        private final Set<NodeSession> sessions = ConcurrentHashMap.newKeySet();

        WorkerLender(Settings settings, LogLimiter log) {
            this.settings = settings;
            this.log = log;
        }

        @Override
        public Optional<String> objection(String codeVersion) {
            return codeVersion.equals(this.codeVersion)
                    ? Optional.empty()
                    : Optional.of("this node has other code (" + this.codeVersion + ") than its user (" + codeVersion
                            + "); install the same release on both");
        }

        @Override
        public NodeConnection.Handler accept(NodeConnection connection, String client) {
            sessions.removeIf(NodeSession::gone);
            NodeSession session = new NodeSession(settings, fingerprint, connection, client, log);
            sessions.add(session);
            session.start();
            return session;
        }

        void close() {
            sessions.forEach(NodeSession::awaitEnd);
            log.close();
        }
    }
}
