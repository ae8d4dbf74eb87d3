package org.interleave.processes.wire;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.interleave.core.Parameter;

/**
 * A codec of tasks and results: turns them into bytes and back. Thread-safe.
 *
 * <p>Doing so runs code of the objects' classes, which may never return, and needs stack in proportion to how deeply they
 * are nested. The methods that answer with an {@link Optional} need little stack, and leave the rest to a caller who has
 * more: what they have begun is thrown away, and begun again there.
 */
public interface PayloadCodec {

    /** The depth to which objects may be nested. */
    Parameter<Long> OBJECT_DEPTH = Parameter.count(
            "object-depth",
            "how deeply the objects of tasks and results may be nested",
            20_000,
            20_000,
            JavaSerialization.SHALLOW,
            1_000_000);

    /**
     * The object as bytes, ready to be read.
     *
     * @throws PayloadException if it cannot be written, saying why, or is larger than a frame holds
     */
    ByteBuffer encode(Serializable object);

    /**
     * The object that these bytes stand for. An interrupt of the thread ends it where it reads the next object.
     *
     * @param loader finds its classes
     * @throws PayloadException if it cannot be read, saying why
     */
    Object decode(ByteBuffer bytes, ClassLoader loader);

    /**
     * {@link #encode} for what is made of few objects, so that it cannot be nested deeply.
     *
     * @return nothing if it may be more
     */
    Optional<ByteBuffer> encodeSmall(Serializable object);

    /**
     * {@link #decode} for what is not nested deeply.
     *
     * @return nothing if it is, or may be
     */
    Optional<Object> decodeShallow(ByteBuffer bytes, ClassLoader loader);

    /**
     * {@link #decodeShallow} for what runs no code but the JDK's and ours, and not for long: numbers, texts, arrays and
     * lists of them.
     *
     * @return nothing if it is anything else, or may be
     */
    Optional<Object> decodePlain(ByteBuffer bytes, ClassLoader loader);
}
