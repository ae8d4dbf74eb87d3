package org.interleave.core.workloads;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interleave.core.Port;

/**
 * What a workload has outside the strategy and in a process of its own, as the process that starts it sees it. It listens on
 * loopback, for datagrams and for connections, and says where in a line on its standard output. A line on its standard input tells it to say what came of it and to end; the
 * end of standard input, which is that of the process which started it, tells it to end at once ({@link #awaitOrder}). Used by one
 * thread.
 */
final class OutsideProcess implements AutoCloseable {

    /** What starts quickly and takes little. */
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m");

    private final Process process;
    private final BufferedReader out;
    private final int udpPort;
    private final int tcpPort;

    private OutsideProcess(Process process, BufferedReader out, String ports) {
        this.process = process;
        this.out = out;
        String[] numbers = ports.split(" ", -1);
        udpPort = Integer.parseInt(numbers[0]);
        tcpPort = Integer.parseInt(numbers[1]);
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param main its main class
     * @param arguments for that
     * @throws UncheckedIOException if it does not start
     */
    static OutsideProcess start(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
            String line = out.readLine();
            if (line == null) {
                throw new IOException("it ended");
            }
            return new OutsideProcess(process, out, line);
        } catch (IOException e) {
            throw new UncheckedIOException(main.getSimpleName() + " does not start", e);
        }
    }

    /** Tells the process that has started this one where it listens. Called in the process outside, once it does. */
    static void listening(DatagramChannel datagrams, SocketAddress connections) {
        tell(List.of(Loopback.address(datagrams).getPort() + " " + ((InetSocketAddress) connections).getPort()));
    }

    /** Tells the process that has started this one, whose pipe is its standard output. Called in the process outside. */
    static void tell(List<String> lines) {
        PrintStream pipe = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.US_ASCII);
        lines.forEach(pipe::println);
        pipe.flush();
    }

    /** Waits in such a process for what it is told: true if it is to say what came of it. */
    static boolean awaitOrder() throws IOException {
        return System.in.read() >= 0;
    }

    /**
     * Where a task finds it.
     *
     * @param largest the largest frame of a connection, in bytes
     */
    Port port(Transport transport, int largest) {
        return switch (transport) {
            case UDP -> new Port.Udp(Loopback.address(udpPort));
            case TCP -> new Port.Tcp(Loopback.address(tcpPort), largest);
        };
    }

    /** Tells it to say what came of it, and takes all its lines. @throws UncheckedIOException if it cannot be told */
    List<String> finish() {
        try (OutputStream orders = process.getOutputStream()) {
            orders.write('\n');
            orders.flush();
            return out.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("a process of the workload has ended before its time", e);
        }
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    boolean isAlive() {
        return process.isAlive();
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
