package org.interleave.processes.wire;

import java.io.IOException;

/** What came through the pipe is not what the protocol allows. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }
}
