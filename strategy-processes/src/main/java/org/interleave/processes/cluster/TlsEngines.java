package org.interleave.processes.cluster;

import akka.remote.artery.tcp.SSLEngineProvider;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import scala.Option;

/**
 * Engines for connections on which each side shows a certificate. TLS 1.2, in which a client hears of its refusal during
 * the handshake; in 1.3 it would take itself to be connected.
 */
final class TlsEngines implements SSLEngineProvider {

    private final SSLContext context;
    private final ClusterSystem.Strangers strangers;

    /**
     * Engines that report failed handshakes.
     *
     * @param context the certificates
     * @param strangers told of them
     */
    TlsEngines(SSLContext context, ClusterSystem.Strangers strangers) {
        this.context = context;
        this.strangers = strangers;
    }

    @Override
    public SSLEngine createServerSSLEngine(String host, int port) {
        SSLEngine engine = engine(strangers.calling());
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    @Override
    public SSLEngine createClientSSLEngine(String host, int port) {
        SSLEngine engine = engine(strangers.called());
        engine.setUseClientMode(true);
        return engine;
    }

    private SSLEngine engine(Consumer<String> failures) {
        SSLEngine engine = new ReportingEngine(context.createSSLEngine(), failures);
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        return engine;
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
