package org.interleave.eventloop.vertx;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import org.interleave.core.Message;

/** Passes messages over the local event bus as they are: they are immutable. */
final class ByReferenceCodec implements MessageCodec<Message, Message> {

    @Override
    public Message transform(Message message) {
        return message;
    }

    @Override
    public void encodeToWire(Buffer buffer, Message message) {
        throw new UnsupportedOperationException("this event bus is local");
    }

    @Override
    public Message decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("this event bus is local");
    }

    @Override
    public String name() {
        return "by-reference";
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
