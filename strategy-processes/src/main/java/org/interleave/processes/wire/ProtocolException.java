package org.interleave.processes.wire;

import java.io.IOException;

/** A violation of the protocol: something came through the pipe that it does not allow. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }
}
