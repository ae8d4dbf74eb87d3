package org.interleave.processes.cluster;

import java.io.IOException;
import java.time.Duration;

/** The main class of a process with few descriptors that has a gateway, which lets as many wait as come. */
final class FullGateway {

    private FullGateway() {}

    /** Prints its port, then what is logged; ends with its standard input. */
    public static void main(String[] arguments) throws IOException {
        GatewayLimits limits = new GatewayLimits(Duration.ofMinutes(10), 100_000, 100_000, 1);
        LogLimiter log = new LogLimiter(System.out::println);
        Gateway gateway = Gateway.open(new NodeAddress("127.0.0.1", 0), limits, log);
        log.accept(
                "start", "started"); // has the classes loaded that this takes, for which there are no descriptors later
        System.out.println(gateway.address().port());
        gateway.leadTo(1);
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        log.close();
        Runtime.getRuntime().halt(0);
    }
}
