package org.interleave.processes.cluster;

import akka.actor.ExtendedActorSystem;
import akka.remote.artery.tcp.SSLEngineProvider;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import scala.Option;

/**
 * Engines for connections on which each side shows a certificate. TLS 1.2, in which a client hears of its refusal during the
 * handshake; in 1.3 it would take itself to be connected. Of its cipher suites only those that encrypt and authenticate in
 * one (AEAD), with keys of which no later theft of a certificate's key tells.
 */
final class TlsEngines implements SSLEngineProvider {

    private static final String VERSION = "TLSv1.2";

    private final SSLContext context;
    private final Gateway gateway;
    private final Consumer<String> called;
    private final MessageCheck check;

    /**
     * Engines for an actor system.
     *
     * @param context the certificates
     * @param system whose they are
     * @param gateway through which others come to it
     * @param called told of failed handshakes with those whom it calls
     */
    TlsEngines(SSLContext context, ExtendedActorSystem system, Gateway gateway, Consumer<String> called) {
        this.context = context;
        this.gateway = gateway;
        this.called = called;
        check = new MessageCheck(system);
    }

    @Override
    public SSLEngine createServerSSLEngine(String host, int port) {
        InboundConnection connection = new InboundConnection(gateway, check);
        gateway.expect(connection);
        SSLEngine engine = engine(connection);
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    @Override
    public SSLEngine createClientSSLEngine(String host, int port) {
        SSLEngine engine = engine(called::accept);
        engine.setUseClientMode(true);
        return engine;
    }

    private SSLEngine engine(WatchedEngine.Watch watch) {
        SSLEngine engine = new WatchedEngine(context.createSSLEngine(), watch);
        engine.setEnabledProtocols(new String[] {VERSION});
        engine.setEnabledCipherSuites(Arrays.stream(engine.getSupportedCipherSuites())
                .filter(TlsEngines::strong)
                .toArray(String[]::new));
        return engine;
    }

    /** TLS 1.2's have the key exchange in their names. */
    private static boolean strong(String suite) {
        return suite.startsWith("TLS_ECDHE_") && (suite.contains("_GCM_") || suite.contains("_CHACHA20_POLY1305_"));
    }

    @Override
    public Option<Throwable> verifyClientSession(String host, SSLSession session) {
        return Option.empty();
    }

    @Override
    public Option<Throwable> verifyServerSession(String host, SSLSession session) {
        return Option.empty();
    }
}
