package org.interleave.processes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAddressTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, 1000, true, is not an IPv4 address in dotted decimal",
        "evil.example, 1000, false, is not an IPv4 address in dotted decimal",
        "127.1, 1000, true, is not an IPv4 address in dotted decimal",
        "2130706433, 1000, true, is not an IPv4 address in dotted decimal",
        "127.0.0.256, 1000, true, is not an IPv4 address in dotted decimal",
        "127.0.0.01, 1000, true, is not an IPv4 address in dotted decimal",
        "'', 1000, true, is not an IPv4 address in dotted decimal",
        "::1, 1000, true, is not an IPv4 address in dotted decimal",
        "0.0.0.0, 1000, false, is no address of one machine",
        "224.0.0.1, 1000, false, is no address of one machine",
        "255.255.255.255, 1000, false, is no address of one machine",
        "10.0.0.1, 0, false, has a port that nobody can be called at",
        "10.0.0.1, -1, false, has a port that nobody can be called at",
        "10.0.0.1, 65536, false, has a port that nobody can be called at",
        "10.0.0.1, 22, true, 'is not on loopback, as this node is'",
        "127.0.0.1, 22, false, 'is on loopback, as this node is not'",
    })
    void anAddressThatNobodyIsCalledAtIsRefused(String host, int port, boolean onLoopback, String flaw) {
        assertThat(new NodeAddress(host, port).flaw(onLoopback)).contains(flaw);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 1, true", "127.0.1.1, 65535, true", "10.0.0.1, 7001, false", "192.168.1.255, 80, false"})
    void anyOtherIsNot(String host, int port, boolean onLoopback) {
        assertThat(new NodeAddress(host, port).flaw(onLoopback)).isEmpty();
    }
}
