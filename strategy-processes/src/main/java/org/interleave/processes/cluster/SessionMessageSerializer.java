package org.interleave.processes.cluster;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializerWithStringManifest;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Link messages as bytes: numbers big-endian, text with its length before it, a piece's bytes at the end. Nothing else
 * that a visitor says is ever made an object of.
 */
final class SessionMessageSerializer extends SerializerWithStringManifest {

    static final int IDENTIFIER = 730_451;

    private static final String KNOCK = "knock";
    private static final String WELCOME = "welcome";
    private static final String REFUSAL = "refusal";
    private static final String PIECE = "piece";
    private static final String TAKEN = "taken";
    private static final String BYE = "bye";

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
            case SessionMessage.Knock knock -> KNOCK;
            case SessionMessage.Welcome welcome -> WELCOME;
            case SessionMessage.Refusal refusal -> REFUSAL;
            case SessionMessage.Piece piece -> PIECE;
            case SessionMessage.Taken taken -> TAKEN;
            case SessionMessage.Bye bye -> BYE;
        };
    }

    @Override
    public byte[] toBinary(Object object) {
        SessionMessage message = (SessionMessage) object;
        int room = message instanceof SessionMessage.Piece piece ? 2 * Long.BYTES + piece.bytes().length : ROOM;
        ByteBuffer out = ByteBuffer.allocate(room).putLong(message.visit());
        switch (message) {
            case SessionMessage.Knock knock -> {
                out.putLong(knock.visitor()).putInt(knock.address().port());
                text(out, knock.address().host());
                text(out, knock.name());
                text(out, knock.greeting());
            }
            case SessionMessage.Welcome welcome -> {}
            case SessionMessage.Refusal refusal -> {
                out.put((byte) (refusal.forGood() ? 1 : 0));
                text(out, refusal.reason());
            }
            case SessionMessage.Piece piece -> out.putLong(piece.number()).put(piece.bytes());
            case SessionMessage.Taken taken -> out.putLong(taken.next());
            case SessionMessage.Bye bye -> text(out, bye.why());
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

    /** A link message or, if the bytes are none, what is wrong with them: an exception would end in Akka's log. */
    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return decode(ByteBuffer.wrap(bytes), manifest);
    }

    private static Command decode(ByteBuffer in, String manifest) {
        long visit = in.remaining() < Long.BYTES ? 0 : in.getLong(in.position());
        try {
            SessionMessage message = read(in, manifest);
            return in.hasRemaining()
                    ? new Command.Malformed(visit, "a " + manifest + " goes on after its content")
                    : message;
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            return new Command.Malformed(visit, "a " + manifest + " ends before its content does");
        } catch (IllegalArgumentException e) {
            return new Command.Malformed(visit, String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with the bytes, if anything. Those of a piece, of which there are many, are not copied. */
    static Optional<String> flaw(ByteBuffer in, String manifest) {
        if (manifest.equals(PIECE) && in.remaining() >= 2 * Long.BYTES) {
            return Optional.empty();
        }
        return decode(in, manifest) instanceof Command.Malformed malformed
                ? Optional.of(malformed.problem())
                : Optional.empty();
    }

    private static SessionMessage read(ByteBuffer in, String manifest) {
        long visit = in.getLong();
        return switch (manifest) {
            case KNOCK -> knock(visit, in);
            case WELCOME -> new SessionMessage.Welcome(visit);
            case REFUSAL -> new SessionMessage.Refusal(visit, in.get() != 0, text(in));
            case PIECE -> new SessionMessage.Piece(visit, in.getLong(), bytes(in, in.remaining()));
            case TAKEN -> new SessionMessage.Taken(visit, in.getLong());
            case BYE -> new SessionMessage.Bye(visit, text(in));
            default -> throw new IllegalArgumentException("there is no message called " + manifest);
        };
    }

    private static SessionMessage.Knock knock(long visit, ByteBuffer in) {
        long visitor = in.getLong();
        int port = in.getInt();
        return new SessionMessage.Knock(visit, visitor, new NodeAddress(text(in), port), text(in), text(in));
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
