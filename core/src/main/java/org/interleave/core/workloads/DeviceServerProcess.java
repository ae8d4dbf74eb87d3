package org.interleave.core.workloads;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A {@link DeviceServer} in a process of its own, as the process that starts it sees it. It ends when it is closed, or with the
 * process that started it, whose end of its standard input closes then. Used by one thread.
 */
final class DeviceServerProcess implements AutoCloseable {

    /** What starts quickly and takes little. */
    private static final List<String> JVM =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-XX:+PerfDisableSharedMem");

    private final Process process;
    private final BufferedReader out;
    private final int udpPort;
    private final int tcpPort;

    /**
     * A change of a value.
     *
     * @param device whose
     * @param value the new value
     * @param nanos when, by {@link System#nanoTime}
     */
    record Change(int device, long value, long nanos) {}

    /**
     * What the server says at its end.
     *
     * @param changes all changes
     * @param requests the requests that it got
     * @param cpuNanos the processor time that it took from its start
     */
    record Log(Set<Change> changes, long requests, long cpuNanos) {}

    private DeviceServerProcess(Process process, BufferedReader out, int udpPort, int tcpPort) {
        this.process = process;
        this.out = out;
        this.udpPort = udpPort;
        this.tcpPort = tcpPort;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param changes how its devices change
     * @param clients how many clients have to be ready
     * @throws UncheckedIOException if it does not start
     */
    static DeviceServerProcess start(DeviceChanges changes, int clients) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DeviceServer.class.getName()));
        command.addAll(changes.arguments());
        command.add(Integer.toString(clients));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
            String line = out.readLine();
            if (line == null || !line.startsWith(DeviceServer.LISTENING)) {
                process.destroyForcibly();
                throw new IOException("it says " + line);
            }
            String[] words = line.split(" ", -1);
            return new DeviceServerProcess(process, out, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        } catch (IOException e) {
            throw new UncheckedIOException("the device server does not start", e);
        }
    }

    /** Where it takes datagrams. */
    InetSocketAddress udpAddress() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), udpPort);
    }

    /** Where it takes connections. */
    InetSocketAddress tcpAddress() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), tcpPort);
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it and takes its log. @throws UncheckedIOException if it has ended without one */
    Log finish() {
        try (OutputStream orders = process.getOutputStream()) {
            orders.write('\n');
            orders.flush();
            Set<Change> changes = new HashSet<>();
            long requests = -1;
            while (true) {
                String line = out.readLine();
                if (line == null) {
                    throw new IOException("it ended in the middle of its log");
                }
                String[] words = line.split(" ", -1);
                switch (words[0]) {
                    case DeviceServer.CHANGE ->
                        changes.add(new Change(
                                Integer.parseInt(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3])));
                    case DeviceServer.REQUESTS -> requests = Long.parseLong(words[1]);
                    case DeviceServer.CPU -> {
                        return new Log(changes, requests, Long.parseLong(words[1]));
                    }
                    default -> throw new IOException("its log has a line " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the device server gave no log", e);
        }
    }

    /** Kills it if it still runs, and waits for its end. */
    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
