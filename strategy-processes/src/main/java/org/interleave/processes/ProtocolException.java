package org.interleave.processes;

import java.io.IOException;

/** What came through the pipe is not what the protocol allows. */
final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1;

    ProtocolException(String message) {
        super(message);
    }
}
