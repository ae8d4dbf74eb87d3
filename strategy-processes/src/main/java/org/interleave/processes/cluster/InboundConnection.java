package org.interleave.processes.cluster;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * A connection to the actor system as its TLS engine sees it: it finds out whose it is, tells the {@link Gateway} when its
 * caller has authenticated, and ends it at the first thing in it that is no message.
 *
 * <p>Used by one thread at a time, but for {@link #known}.
 */
final class InboundConnection implements WatchedEngine.Watch {

    private final Gateway gateway;
    private final ArteryFrames frames;
    private volatile Optional<RelayHandler> caller = Optional.empty();

    /**
     * Nothing has come yet.
     *
     * @param check what is wrong with a frame, if anything
     */
    InboundConnection(Gateway gateway, Function<ByteBuffer, Optional<String>> check) {
        this.gateway = gateway;
        frames = new ArteryFrames(check);
    }

    /** Whether it has come through the gateway, as far as one can tell yet. */
    boolean known() {
        return caller.isPresent();
    }

    @Override
    public void encrypted(ByteBuffer bytes) throws SSLException {
        if (caller.isPresent()) {
            return;
        }
        if (!ClientHello.possible(bytes)) {
            throw new SSLException("this is not TLS");
        }
        Optional<ByteBuffer> random = ClientHello.random(bytes);
        if (random.isPresent()) {
            caller = gateway.caller(random.get());
            if (caller.isEmpty()) {
                gateway.refuse("somebody of this machine", "a port was called that is not for others");
                throw new SSLException("it has not come through the gateway");
            }
        }
    }

    @Override
    public void finished() {
        caller.ifPresent(RelayHandler::authenticated);
    }

    @Override
    public void decrypted(ByteBuffer bytes) throws SSLException {
        Optional<String> flaw = frames.take(bytes);
        if (flaw.isPresent()) {
            caller.ifPresent(from -> from.refuse("it sent what is no message: " + flaw.get()));
            throw new SSLException(flaw.get());
        }
    }

    @Override
    public void failed(String why) {
        caller.ifPresent(from -> gateway.refuse(from.toString(), why)); // it is closed when it has been told
    }
}
