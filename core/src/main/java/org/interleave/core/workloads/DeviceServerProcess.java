package org.interleave.core.workloads;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.interleave.core.Port;

/** A {@link DeviceServer} in a process of its own, as the process that starts it sees it. Used by one thread. */
final class DeviceServerProcess implements AutoCloseable {

    private final OutsideProcess process;

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

    private DeviceServerProcess(OutsideProcess process) {
        this.process = process;
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param changes how its devices change
     * @param clients how many clients have to be ready
     * @throws UncheckedIOException if it does not start
     */
    static DeviceServerProcess start(DeviceChanges changes, int clients) {
        List<String> arguments = new ArrayList<>(changes.arguments());
        arguments.add(Integer.toString(clients));
        return new DeviceServerProcess(OutsideProcess.start(DeviceServer.class, arguments));
    }

    /** Where clients find it. */
    Port port(Transport transport) {
        return process.port(transport, DeviceFrame.BYTES);
    }

    /** Its process. */
    OutsideProcess process() {
        return process;
    }

    /** Ends it and takes its log. @throws IllegalStateException if it has ended without one */
    Log finish() {
        Set<Change> changes = new HashSet<>();
        long requests = -1;
        long cpu = -1;
        for (String line : process.finish()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case DeviceServer.CHANGE ->
                    changes.add(
                            new Change(Integer.parseInt(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3])));
                case DeviceServer.REQUESTS -> requests = Long.parseLong(words[1]);
                case DeviceServer.CPU -> cpu = Long.parseLong(words[1]);
                default -> throw new IllegalStateException("the log of the device server has a line " + line);
            }
        }
        if (requests < 0 || cpu < 0) {
            throw new IllegalStateException("the device server ended without its log");
        }
        return new Log(changes, requests, cpu);
    }

    @Override
    public void close() {
        process.close();
    }
}
