package org.interleave.processes.cluster;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializerWithStringManifest;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Session messages as bytes: numbers big-endian, text with its length before it, a segment's bytes at the end. Nothing else
 * that a client sends is ever made an object of.
 */
final class SessionMessageSerializer extends SerializerWithStringManifest {

    static final int IDENTIFIER = 730_451;

    private static final String JOIN_REQUEST = "join-request";
    private static final String JOIN_ACCEPTED = "join-accepted";
    private static final String JOIN_REFUSED = "join-refused";
    private static final String SEGMENT = "segment";
    private static final String ACK = "ack";
    private static final String CLOSE = "close";

    /** Text that is longer is cut. */
    private static final int LONGEST_TEXT = 8 << 10;

    /** Room for numbers and texts. */
    private static final int ROOM = 4 * (LONGEST_TEXT + Long.BYTES);

    /** Made by Akka. */
    SessionMessageSerializer(ExtendedActorSystem system) {
        // knows no addresses of actors
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return switch ((SessionMessage) message) {
            case SessionMessage.JoinRequest request -> JOIN_REQUEST;
            case SessionMessage.JoinAccepted accepted -> JOIN_ACCEPTED;
            case SessionMessage.JoinRefused refused -> JOIN_REFUSED;
            case SessionMessage.Segment segment -> SEGMENT;
            case SessionMessage.Ack ack -> ACK;
            case SessionMessage.Close close -> CLOSE;
        };
    }

    @Override
    public byte[] toBinary(Object object) {
        SessionMessage message = (SessionMessage) object;
        int room = message instanceof SessionMessage.Segment segment ? 2 * Long.BYTES + segment.bytes().length : ROOM;
        ByteBuffer out = ByteBuffer.allocate(room).putLong(message.session());
        switch (message) {
            case SessionMessage.JoinRequest request -> {
                out.putLong(request.client()).putInt(request.address().port());
                text(out, request.address().host());
                text(out, request.name());
                text(out, request.codeVersion());
            }
            case SessionMessage.JoinAccepted accepted -> {}
            case SessionMessage.JoinRefused refused -> {
                out.put((byte) (refused.permanent() ? 1 : 0));
                text(out, refused.reason());
            }
            case SessionMessage.Segment segment -> out.putLong(segment.number()).put(segment.bytes());
            case SessionMessage.Ack ack -> out.putLong(ack.next());
            case SessionMessage.Close close -> text(out, close.why());
        }
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        return bytes;
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, LONGEST_TEXT);
        out.putInt(length).put(bytes, 0, length);
    }

    /** A session message or, if the bytes are none, what is wrong with them: an exception would end in Akka's log. */
    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return decode(ByteBuffer.wrap(bytes), manifest);
    }

    private static Command decode(ByteBuffer in, String manifest) {
        long session = in.remaining() < Long.BYTES ? 0 : in.getLong(in.position());
        try {
            SessionMessage message = read(in, manifest);
            return in.hasRemaining()
                    ? new Command.Malformed(session, "a " + manifest + " goes on after its content")
                    : message;
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            return new Command.Malformed(session, "a " + manifest + " ends before its content does");
        } catch (IllegalArgumentException e) {
            return new Command.Malformed(session, String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with the bytes, if anything. Those of a segment, of which there are many, are not copied. */
    static Optional<String> flaw(ByteBuffer in, String manifest) {
        if (manifest.equals(SEGMENT) && in.remaining() >= 2 * Long.BYTES) {
            return Optional.empty();
        }
        return decode(in, manifest) instanceof Command.Malformed malformed
                ? Optional.of(malformed.problem())
                : Optional.empty();
    }

    private static SessionMessage read(ByteBuffer in, String manifest) {
        long session = in.getLong();
        return switch (manifest) {
            case JOIN_REQUEST -> joinRequest(session, in);
            case JOIN_ACCEPTED -> new SessionMessage.JoinAccepted(session);
            case JOIN_REFUSED -> new SessionMessage.JoinRefused(session, in.get() != 0, text(in));
            case SEGMENT -> new SessionMessage.Segment(session, in.getLong(), bytes(in, in.remaining()));
            case ACK -> new SessionMessage.Ack(session, in.getLong());
            case CLOSE -> new SessionMessage.Close(session, text(in));
            default -> throw new IllegalArgumentException("there is no message called " + manifest);
        };
    }

    private static SessionMessage.JoinRequest joinRequest(long session, ByteBuffer in) {
        long client = in.getLong();
        int port = in.getInt();
        return new SessionMessage.JoinRequest(session, client, new NodeAddress(text(in), port), text(in), text(in));
    }

    private static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        return new String(bytes(in, length), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
