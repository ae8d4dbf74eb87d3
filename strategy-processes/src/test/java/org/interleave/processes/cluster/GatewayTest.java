package org.interleave.processes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.core.InvalidInputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets through a gateway, here to something that echoes. */
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatewayTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SOON = Duration.ofMillis(300);
    private static final NodeAddress ANY = new NodeAddress("127.0.0.1", 0);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ServerSocket inner;
    private final Thread accepting;

    GatewayTest() throws IOException {
        inner = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        opened.add(inner);
        accepting = Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = inner.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // closed
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable open : opened.reversed()) {
            open.close();
        }
    }

    private Gateway open(Duration handshake, int waiting) {
        GatewayLimits limits = new GatewayLimits(handshake, waiting, waiting, 8);
        Gateway gateway = Gateway.open(ANY, limits, new LogLimiter(lines::add));
        opened.add(gateway);
        gateway.leadTo(inner.getLocalPort());
        return gateway;
    }

    private Stranger connect(Gateway gateway) {
        Stranger stranger = Stranger.connect(gateway.address().port());
        opened.add(stranger);
        return stranger;
    }

    /** Connects, says hello, and is taken for somebody who has authenticated. */
    private Stranger user(Gateway gateway, int number) {
        byte[] hello = Stranger.hello(number);
        Stranger user = connect(gateway).say(hello);
        assertThat(user.hear(hello.length)).isEqualTo(hello);
        gateway.caller(Stranger.random(number)).orElseThrow().authenticated();
        return user;
    }

    @Test
    void whoDoesNotAuthenticateIsClosedAndWhoDoesStays() {
        Gateway gateway = open(SOON, 100);
        Stranger user = user(gateway, 1);
        Stranger silent = connect(gateway);
        Stranger half = connect(gateway).say(Arrays.copyOf(Stranger.hello(2), 50));
        Stranger whole = connect(gateway).say(Stranger.hello(3));
        silent.awaitEnd();
        half.awaitEnd();
        whole.awaitEnd();
        assertThat(lines)
                .hasSize(3)
                .allMatch(line -> line.matches(
                        "closed a connection from 127\\.0\\.0\\.1:\\d+, which had not authenticated within 0 s"));
        assertThat(user.say(new byte[] {42}).hear(1)).containsExactly(42);
    }

    @Test
    void whatIsNotTlsIsClosedAtOnce() {
        Gateway gateway = open(PATIENCE, 100);
        for (String request :
                List.of("GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", "AKKA\1", "\26\3\1\377\377", "\26\3\1\0\1")) {
            connect(gateway).say(request.getBytes(StandardCharsets.ISO_8859_1)).awaitEnd();
        }
        assertThat(lines)
                .hasSize(5)
                .allMatch(line -> line.matches("refused a stranger at 127\\.0\\.0\\.1:\\d+: what it sent is not TLS"));
    }

    @Test
    void strangersAreInTheWayOfEachOtherOnly() {
        Gateway gateway = open(PATIENCE, 4);
        List<Stranger> strangers =
                IntStream.range(0, 50).mapToObj(i -> connect(gateway)).toList();
        strangers.subList(0, 46).forEach(Stranger::awaitEnd);
        Stranger user = user(gateway, 1);
        IntStream.range(0, 50).forEach(i -> connect(gateway));
        strangers.subList(46, 50).forEach(Stranger::awaitEnd);
        assertThat(user.say(new byte[] {42}).hear(1)).containsExactly(42);
        assertThat(lines).hasSize(LogLimiter.LINES);
    }

    @Test
    void whoHasAuthenticatedIsKnownByHisAddressUntilHeHasGone() {
        Gateway gateway = open(PATIENCE, 4);
        connect(gateway).say(Stranger.hello(2)).hear(100);
        assertThat(gateway.knows("127.0.0.1")).isFalse();
        Stranger user = user(gateway, 1);
        assertThat(gateway.knows("127.0.0.1")).isTrue();
        assertThat(gateway.knows("127.0.0.2")).isFalse();
        user.close();
        await().atMost(PATIENCE).until(() -> !gateway.knows("127.0.0.1"));
    }

    @Test
    void moreThanMayHaveAuthenticatedAreClosed() {
        Gateway gateway = open(PATIENCE, 4);
        List<Stranger> users =
                IntStream.range(0, 8).mapToObj(i -> user(gateway, i)).toList();
        user(gateway, 8).awaitEnd();
        users.forEach(user -> assertThat(user.say(new byte[] {42}).hear(1)).containsExactly(42));
        users.getFirst().close();
        await().atMost(PATIENCE).until(() -> gateway.caller(Stranger.random(0)).isEmpty());
        assertThat(user(gateway, 9).say(new byte[] {42}).hear(1)).containsExactly(42);
    }

    @Test
    void whatIsRelayedIsWholeAlsoIfNobodyReadsItForAWhile() {
        byte[] bytes = new byte[30_000_000];
        new Random(20_261_128).nextBytes(bytes);
        Stranger user = user(open(PATIENCE, 4), 1);
        CompletableFuture<Stranger> said = CompletableFuture.supplyAsync(() -> user.say(bytes));
        assertThat(said.completeOnTimeout(user, 500, TimeUnit.MILLISECONDS).join())
                .isSameAs(user);
        assertThat(user.hear(bytes.length)).isEqualTo(bytes);
    }

    @Test
    void theEndOfOneSideIsTheEndOfTheOther() throws Exception {
        Gateway gateway = open(PATIENCE, 4);
        Stranger user = user(gateway, 1);
        user.socket().shutdownOutput();
        user.awaitEnd();
        inner.close();
        accepting.join(); // until it has returned, an accept may still take a connection
        connect(gateway).say(Stranger.hello(2)).awaitEnd();
    }

    @Test
    void aTakenAddressIsRefusedInOneLine() {
        NodeAddress taken = open(PATIENCE, 4).address();
        assertThatThrownBy(() -> Gateway.open(taken, new GatewayLimits(PATIENCE, 4, 4, 4), new LogLimiter(lines::add)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("cannot listen on " + taken + ": Address already in use");
    }

    @Test
    void itSaysWhenItHasEnded() {
        Gateway gateway = open(PATIENCE, 4);
        Stranger user = user(gateway, 1);
        gateway.close();
        user.awaitEnd();
        assertThat(gateway.ended().toCompletableFuture().join()).isEqualTo("it does not listen any more");
    }
}
