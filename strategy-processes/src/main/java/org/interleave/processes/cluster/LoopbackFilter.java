package org.interleave.processes.cluster;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Closes the connections that others of this machine have made to a loopback port of this process. Their sockets belong to a
 * library that gives nobody a handle on them; so they are looked up in {@code /proc/self/net/tcp} and among this process's
 * descriptors, and are shut down, upon which the library sees an end of stream and closes them.
 *
 * <p>Linux only. Elsewhere nothing is closed: TLS keeps such callers out there too, but they may keep as many connections
 * open as {@code akka.io.tcp.max-channels} allows.
 */
final class LoopbackFilter {

    /** Java's sockets are IPv6's where there is IPv6, with the same address at the end of a longer one. */
    private static final List<Path> CONNECTIONS =
            List.of(Path.of("/proc/self/net/tcp6"), Path.of("/proc/self/net/tcp"));

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** Established, and closed by the other side only, as the kernel writes them. */
    private static final Set<String> OPEN = Set.of("01", "08");

    private static final int SHUT_RDWR = 2;

    private LoopbackFilter() {}

    /**
     * Closes connections.
     *
     * @param port a port of this process on 127.0.0.1
     * @param own from which ports it may be connected to
     * @return how many were closed
     */
    static int closeOthers(int port, Set<Integer> own) {
        int closed = 0;
        try {
            Set<String> sockets = new HashSet<>();
            for (Path connections : CONNECTIONS) {
                if (Files.isReadable(connections)) {
                    sockets.addAll(sockets(connections, port, own));
                }
            }
            if (sockets.isEmpty()) {
                return 0;
            }
            try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
                for (Path descriptor : descriptors) {
                    closed += sockets.contains(target(descriptor)) && shutDown(descriptor, sockets) ? 1 : 0;
                }
            }
        } catch (IOException e) {
            // the kernel shows nothing for now, such as for want of descriptors: the next connection is a reason to
            // look again
        }
        return closed;
    }

    /** The sockets of connections to the port, as links of descriptors name them. */
    private static Set<String> sockets(Path connections, int port, Set<Integer> own) throws IOException {
        Set<String> sockets = new HashSet<>();
        String here = String.format(Locale.ROOT, "%08X:%04X", loopback(), port);
        List<String> lines = Files.readAllLines(connections);
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.strip().split("\\s+", -1); // number, local, remote, state, …, inode as the tenth
            if (fields[1].endsWith(here) && OPEN.contains(fields[3])) {
                int remote = Integer.parseInt(fields[2].substring(fields[2].indexOf(':') + 1), 16);
                if (!own.contains(remote)) {
                    sockets.add("socket:[" + fields[9] + "]");
                }
            }
        }
        return sockets;
    }

    /** 127.0.0.1, whose bytes the kernel takes for a number of the machine's own order. */
    private static int loopback() {
        return ByteBuffer.wrap(new byte[] {127, 0, 0, 1})
                .order(ByteOrder.nativeOrder())
                .getInt();
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    /** By a descriptor of its own, which stays the same socket whatever happens to the other meanwhile. */
    private static boolean shutDown(Path descriptor, Set<String> sockets) {
        int copy = call(Native.DUP, Integer.parseInt(descriptor.getFileName().toString()));
        if (copy < 0) {
            return false;
        }
        try {
            return sockets.contains(target(DESCRIPTORS.resolve(Integer.toString(copy))))
                    && call(Native.SHUTDOWN, copy, SHUT_RDWR) == 0;
        } finally {
            call(Native.CLOSE, copy);
        }
    }

    private static int call(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("a function of the C library cannot be called", e);
        }
    }

    /** Linked when first used. */
    private static final class Native {

        static final MethodHandle DUP = link("dup", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        static final MethodHandle CLOSE =
                link("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        static final MethodHandle SHUTDOWN = link(
                "shutdown", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private static MethodHandle link(String function, FunctionDescriptor type) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(function), type);
        }
    }
}
