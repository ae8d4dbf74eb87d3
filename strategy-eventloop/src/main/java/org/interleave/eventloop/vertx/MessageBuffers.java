package org.interleave.eventloop.vertx;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import org.interleave.core.Message;

/** The bytes of messages as the buffers of Vert.x. Its public interface copies once more, either way. */
final class MessageBuffers {

    private MessageBuffers() {}

    /** A buffer on the message's own bytes, to read only. */
    static Buffer wrap(Message message) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(message.buffer()));
    }

    /** A message of a copy of the bytes. */
    static Message copy(Buffer buffer) {
        return Message.copyOf(((BufferInternal) buffer).getByteBuf().nioBuffer());
    }
}
