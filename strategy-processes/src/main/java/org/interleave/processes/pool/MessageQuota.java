package org.interleave.processes.pool;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.interleave.processes.wire.FlowControl;
import org.interleave.processes.wire.Frame;
import org.interleave.processes.wire.MessageBatch;

/**
 * The quota of messages that may be under way in a run, counted by inbox and sender at the parent. Workers keep to their
 * credits by themselves; where some of them are a node's, this sees to it: a worker that sends without credit, or gives
 * credit for what it was not sent, could fill the memory of this process.
 *
 * <p>What breaks a rule is refused with an {@link IllegalStateException}, whose message follows the name of who broke it.
 * Thread-safe: guarded by its monitor.
 */
final class MessageQuota {

    private static final class UnderWay {
        int messages;
        long bytes;
    }

    private final long mostBytes;
    private final Map<Integer, Map<Integer, UnderWay>> byInboxAndSender = new HashMap<>();
    private final Map<Integer, Long> bytesBySender = new HashMap<>();
    private final BitSet closed = new BitSet();

    /**
     * Nothing is under way.
     *
     * @param mostBytes how many bytes of messages a worker of a node may have under way
     */
    MessageQuota(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** A worker has sent messages. */
    synchronized void sent(Worker sender, int inbox, MessageBatch messages) {
        if (closed.get(inbox)) {
            return; // they are dropped
        }
        UnderWay way = byInboxAndSender
                .computeIfAbsent(inbox, task -> new HashMap<>())
                .computeIfAbsent(sender.number(), number -> new UnderWay());
        int size = messages.bytes().remaining();
        way.messages += messages.count();
        way.bytes += size;
        if (way.messages > FlowControl.WINDOW) {
            throw new IllegalStateException("it sent task " + inbox + " more than the " + FlowControl.WINDOW
                    + " messages that may be under way");
        }
        long bytes = bytesBySender.merge(sender.number(), (long) size, Long::sum);
        if (bytes > mostBytes && sender.node().isPresent()) {
            throw new IllegalStateException(
                    "it sent messages of more than the " + mostBytes + " bytes that may be under way");
        }
    }

    /**
     * The owner of an inbox has taken some of a sender's messages. Their size is taken to be the mean of those under way.
     */
    synchronized void credited(Frame.Credit credit) {
        UnderWay way =
                byInboxAndSender.getOrDefault(credit.inbox(), Map.of()).getOrDefault(credit.sender(), new UnderWay());
        if (credit.count() < 1 || credit.count() > way.messages) {
            throw new IllegalStateException("it took " + credit.count() + " messages for task " + credit.inbox()
                    + ", to which " + way.messages + " are under way");
        }
        long bytes = way.bytes * credit.count() / way.messages;
        way.messages -= credit.count();
        way.bytes -= bytes;
        bytesBySender.merge(credit.sender(), -bytes, Long::sum);
    }

    /** A task has ended: what is under way to it is dropped. */
    synchronized void closed(int inbox) {
        closed.set(inbox);
        Map<Integer, UnderWay> ways = byInboxAndSender.remove(inbox);
        if (ways != null) {
            ways.forEach((sender, way) -> bytesBySender.merge(sender, -way.bytes, Long::sum));
        }
    }
}
