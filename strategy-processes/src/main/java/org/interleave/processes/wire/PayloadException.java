package org.interleave.processes.wire;

/**
 * A task or its result could not be brought to the other process: something in it is not serialisable, its class is
 * not there, or it is too large.
 */
public final class PayloadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PayloadException(String message) {
        super(message);
    }

    PayloadException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The message about objects that are nested more deeply than allowed. */
    static String tooDeep(int most) {
        return "its objects are nested more than " + most + " deep; raise that with " + PayloadCodec.OBJECT_DEPTH.name()
                + "=…";
    }

    /** This exception with a message that begins with what could not be done. */
    public PayloadException after(String problem) {
        return new PayloadException(problem + ": " + getMessage(), this);
    }
}
