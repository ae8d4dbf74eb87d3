package org.interleave.processes.cluster;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializationExtension;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import scala.util.Try;

/**
 * The check of a frame before Akka sees it: whether it is for somebody who is there, and of a kind that its sender may send,
 * and whether a message can be made of it. All but the segments of streams, whose bytes can be anything, are few and small
 * enough to be decoded twice.
 */
final class MessageCheck implements Function<ByteBuffer, Optional<String>> {

    /**
     * Akka's own: the cluster's, selections, of which its heart beats are, Artery's, and those about actors that are
     * watched.
     */
    private static final int CLUSTER = 5;

    private static final int SELECTIONS = 6;
    private static final int MISCELLANEOUS = 16;
    private static final int ARTERY = 17;
    private static final int SYSTEM = 22;
    private static final Set<Integer> OF_AKKA = Set.of(CLUSTER, SELECTIONS, MISCELLANEOUS, ARTERY, SYSTEM);

    private final ExtendedActorSystem system;

    MessageCheck(ExtendedActorSystem system) {
        this.system = system;
    }

    @Override
    public Optional<String> apply(ByteBuffer frame) {
        try {
            Envelope envelope = Envelope.parse(frame);
            return envelope.serializer() == SessionMessageSerializer.IDENTIFIER
                    ? sessionFlaw(envelope)
                    : akkaFlaw(envelope);
        } catch (IllegalArgumentException e) {
            return Optional.of("the frame " + e.getMessage());
        }
    }

    private Optional<String> sessionFlaw(Envelope envelope) {
        if (!path(envelope).matches("/user(#-?[0-9]+)?")) {
            return Optional.of("a message for nobody who is here");
        }
        return SessionMessageSerializer.flaw(envelope.payload(), envelope.manifest());
    }

    private Optional<String> akkaFlaw(Envelope envelope) {
        if (!OF_AKKA.contains(envelope.serializer())) {
            return Optional.of("a message of serializer " + envelope.serializer() + ", which is not known");
        }
        String path = path(envelope);
        if (!path.startsWith("/system/")
                && !path.isEmpty()
                && !(path.equals("/") && envelope.serializer() == SELECTIONS)) {
            return Optional.of("a message for nobody who is here");
        }
        byte[] bytes = new byte[envelope.payload().remaining()];
        envelope.payload().get(bytes);
        Try<Object> decoded =
                SerializationExtension.get(system).deserialize(bytes, envelope.serializer(), envelope.manifest());
        return decoded.isSuccess()
                ? Optional.empty()
                : Optional.of("serializer " + envelope.serializer() + " cannot read a message: "
                        + decoded.failed().get().getMessage());
    }

    /** The recipient's path without its address; empty if there is none. */
    private static String path(Envelope envelope) {
        return envelope.recipient()
                .map(recipient -> recipient.replaceFirst("^akka://[^/]*", ""))
                .orElse("");
    }
}
