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
final class LinkSerializer extends SerializerWithStringManifest {

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
    LinkSerializer(ExtendedActorSystem system) {
        // knows no addresses of actors
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return switch ((LinkMessage) message) {
            case LinkMessage.Knock knock -> KNOCK;
            case LinkMessage.Welcome welcome -> WELCOME;
            case LinkMessage.Refusal refusal -> REFUSAL;
            case LinkMessage.Piece piece -> PIECE;
            case LinkMessage.Taken taken -> TAKEN;
            case LinkMessage.Bye bye -> BYE;
        };
    }

    @Override
    public byte[] toBinary(Object object) {
        LinkMessage message = (LinkMessage) object;
        int room = message instanceof LinkMessage.Piece piece ? 2 * Long.BYTES + piece.bytes().length : ROOM;
        ByteBuffer out = ByteBuffer.allocate(room).putLong(message.visit());
        switch (message) {
            case LinkMessage.Knock knock -> {
                out.putLong(knock.visitor()).putInt(knock.address().port());
                text(out, knock.address().host());
                text(out, knock.name());
                text(out, knock.greeting());
            }
            case LinkMessage.Welcome welcome -> {}
            case LinkMessage.Refusal refusal -> {
                out.put((byte) (refusal.forGood() ? 1 : 0));
                text(out, refusal.reason());
            }
            case LinkMessage.Piece piece -> out.putLong(piece.number()).put(piece.bytes());
            case LinkMessage.Taken taken -> out.putLong(taken.next());
            case LinkMessage.Bye bye -> text(out, bye.why());
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
            LinkMessage message = read(in, manifest);
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

    private static LinkMessage read(ByteBuffer in, String manifest) {
        long visit = in.getLong();
        return switch (manifest) {
            case KNOCK -> knock(visit, in);
            case WELCOME -> new LinkMessage.Welcome(visit);
            case REFUSAL -> new LinkMessage.Refusal(visit, in.get() != 0, text(in));
            case PIECE -> new LinkMessage.Piece(visit, in.getLong(), bytes(in, in.remaining()));
            case TAKEN -> new LinkMessage.Taken(visit, in.getLong());
            case BYE -> new LinkMessage.Bye(visit, text(in));
            default -> throw new IllegalArgumentException("there is no message called " + manifest);
        };
    }

    private static LinkMessage.Knock knock(long visit, ByteBuffer in) {
        long visitor = in.getLong();
        int port = in.getInt();
        return new LinkMessage.Knock(visit, visitor, new NodeAddress(text(in), port), text(in), text(in));
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
