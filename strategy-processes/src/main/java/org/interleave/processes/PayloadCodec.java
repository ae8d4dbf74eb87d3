package org.interleave.processes;

import java.io.Serializable;
import java.nio.ByteBuffer;

/** Turns tasks and results into bytes and back. Thread-safe. */
interface PayloadCodec {

    /**
     * The object as bytes, ready to be read.
     *
     * @throws PayloadException if it cannot be written, saying why, or is larger than a frame holds
     */
    ByteBuffer encode(Serializable object);

    /**
     * The object that these bytes stand for.
     *
     * @param loader finds its classes
     * @throws PayloadException if it cannot be read, saying why
     */
    Object decode(ByteBuffer bytes, ClassLoader loader);
}
