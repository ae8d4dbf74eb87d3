package org.interleave.processes.cluster;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/**
 * A TLS engine that reports what another does: its handshake, of which Akka says nothing, and what comes. It delegates all
 * else.
 */
final class WatchedEngine extends SSLEngine {

    private final SSLEngine engine;
    private final Watch watch;
    private boolean finished;
    private boolean refused;

    /** Called by whoever uses the engine. */
    interface Watch {

        /**
         * Bytes have come that are about to be decrypted. Again, with more of them, if they were too few.
         *
         * @throws SSLException if they are not to be
         */
        default void encrypted(ByteBuffer bytes) throws SSLException {}

        /** The handshake is over, and the other side's certificate verified. */
        default void finished() {}

        /**
         * Bytes have been decrypted.
         *
         * @throws SSLException if the connection is to end
         */
        default void decrypted(ByteBuffer bytes) throws SSLException {}

        /** The handshake has failed. */
        void failed(String why);
    }

    WatchedEngine(SSLEngine engine, Watch watch) {
        this.engine = engine;
        this.watch = watch;
    }

    private SSLException reported(SSLException thrown) {
        Throwable innermost = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            innermost = cause;
        }
        String detail = innermost == thrown ? "" : " (" + innermost.getMessage() + ")";
        if (!finished) {
            watch.failed("the certificates were not accepted: " + thrown.getMessage() + detail);
        }
        return thrown;
    }

    private SSLEngineResult noted(SSLEngineResult result) {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            finished = true;
            watch.finished();
        }
        return result;
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] from, int offset, int length, ByteBuffer to) throws SSLException {
        try {
            return noted(engine.wrap(from, offset, length, to));
        } catch (SSLException e) {
            throw reported(e);
        }
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
        int[] starts = new int[length];
        for (int i = 0; i < length; i++) {
            starts[i] = to[offset + i].position();
        }
        try {
            watch.encrypted(from.slice());
        } catch (SSLException e) {
            throw refused(e);
        }
        SSLEngineResult result = unwrapped(from, to, offset, length);
        try {
            for (int i = 0; result.bytesProduced() > 0 && i < length; i++) {
                ByteBuffer buffer = to[offset + i];
                watch.decrypted(buffer.slice(starts[i], buffer.position() - starts[i]));
            }
        } catch (SSLException e) {
            throw refused(e);
        }
        return result;
    }

    /** What the other side still sends is of no interest. */
    private SSLException refused(SSLException why) {
        refused = true;
        engine.closeOutbound();
        return why;
    }

    private SSLEngineResult unwrapped(ByteBuffer from, ByteBuffer[] to, int offset, int length) throws SSLException {
        try {
            return noted(engine.unwrap(from, to, offset, length));
        } catch (SSLException e) {
            throw reported(e);
        }
    }

    @Override
    public Runnable getDelegatedTask() {
        return engine.getDelegatedTask();
    }

    @Override
    public void closeInbound() throws SSLException {
        if (!refused) {
            engine.closeInbound();
        }
    }

    @Override
    public boolean isInboundDone() {
        return refused || engine.isInboundDone();
    }

    @Override
    public void closeOutbound() {
        engine.closeOutbound();
    }

    @Override
    public boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return engine.getSupportedCipherSuites();
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return engine.getEnabledCipherSuites();
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {
        engine.setEnabledCipherSuites(suites);
    }

    @Override
    public String[] getSupportedProtocols() {
        return engine.getSupportedProtocols();
    }

    @Override
    public String[] getEnabledProtocols() {
        return engine.getEnabledProtocols();
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {
        engine.setEnabledProtocols(protocols);
    }

    @Override
    public SSLSession getSession() {
        return engine.getSession();
    }

    @Override
    public SSLSession getHandshakeSession() {
        return engine.getHandshakeSession();
    }

    @Override
    public void beginHandshake() throws SSLException {
        engine.beginHandshake();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return engine.getHandshakeStatus();
    }

    @Override
    public void setUseClientMode(boolean mode) {
        engine.setUseClientMode(mode);
    }

    @Override
    public boolean getUseClientMode() {
        return engine.getUseClientMode();
    }

    @Override
    public void setNeedClientAuth(boolean need) {
        engine.setNeedClientAuth(need);
    }

    @Override
    public boolean getNeedClientAuth() {
        return engine.getNeedClientAuth();
    }

    @Override
    public void setWantClientAuth(boolean want) {
        engine.setWantClientAuth(want);
    }

    @Override
    public boolean getWantClientAuth() {
        return engine.getWantClientAuth();
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {
        engine.setEnableSessionCreation(flag);
    }

    @Override
    public boolean getEnableSessionCreation() {
        return engine.getEnableSessionCreation();
    }

    @Override
    public SSLParameters getSSLParameters() {
        return engine.getSSLParameters();
    }

    @Override
    public void setSSLParameters(SSLParameters parameters) {
        engine.setSSLParameters(parameters);
    }
}
