package org.interleave.processes.wire;

import java.nio.ByteBuffer;
import org.interleave.core.Message;

/**
 * A buffer in which frames gather, one after the other. Its last frame may be an open post, to which messages are added;
 * the length of that is set when it is closed. Not thread-safe.
 *
 * <p>A message is added by writes to the array, as the steps of a {@link ByteBuffer} would take longer than the message
 * does.
 */
final class FrameBuffer {

    /** In place of the open post's inbox if none is open. Inboxes are numbered from 0. */
    private static final int NO_INBOX = -1;

    private final byte[] bytes;
    private final ByteBuffer view;
    private int end;

    private int openStart;
    private int openRun;
    private int openInbox = NO_INBOX;
    private int openSender;

    /** An empty one over this array. */
    FrameBuffer(byte[] bytes) {
        this.bytes = bytes;
        view = ByteBuffer.wrap(bytes);
    }

    /** The size of the array in bytes. */
    int capacity() {
        return bytes.length;
    }

    /** The bytes that have gathered. */
    int size() {
        return end;
    }

    boolean isEmpty() {
        return end == 0;
    }

    /** The bytes that it still has room for. */
    int remaining() {
        return bytes.length - end;
    }

    /** The array that they gather in, from its beginning. */
    byte[] array() {
        return bytes;
    }

    /**
     * Adds a {@linkplain MessageBatch#SHORT short} message to the last frame, if that is an open post of this kind and has
     * room for it. Says whether it did.
     */
    boolean appendShort(int run, int inbox, int sender, Message message) {
        int size = message.size();
        if (size > MessageBatch.SHORT || !takes(run, inbox, sender, 1 + size)) {
            return false;
        }
        add(message);
        return true;
    }

    /** Whether the last frame is an open post of this kind and has room for so many bytes more. */
    boolean takes(int run, int inbox, int sender, int room) {
        return openInbox == inbox && openSender == sender && openRun == run && room <= remaining();
    }

    /** Begins a post, which stays open. The frame before it is closed. */
    void openPost(int run, int inbox, int sender) {
        openStart = end;
        end = FrameCodec.beginPost(run, inbox, sender, view.position(end)).position();
        openRun = run;
        openInbox = inbox;
        openSender = sender;
    }

    /** Adds a message to the open post, which {@linkplain #takes takes} it. */
    void add(Message message) {
        end = MessageBatch.put(message, bytes, end);
    }

    /** Adds messages to the open post, which {@linkplain #takes takes} them. */
    void add(MessageBatch messages) {
        end = view.position(end).put(messages.bytes().duplicate()).position();
    }

    /** Closes the last frame, if it is open. */
    void closePost() {
        if (openInbox != NO_INBOX) {
            FrameCodec.endPost(openStart, view.position(end));
            openInbox = NO_INBOX;
        }
    }

    /** Adds a frame, for which there is room. The frame before it is closed. */
    void add(Frame frame) {
        end = FrameCodec.encode(frame, view.position(end)).position();
    }

    /** Adds all of a frame but its content, which is to follow elsewhere. The frame before it is closed. */
    void addHead(Frame frame) {
        end = FrameCodec.encodeHead(frame, view.position(end)).position();
    }

    /** Adds all of a post of one message but its bytes, which are to follow elsewhere. The frame before it is closed. */
    void addHead(int run, int inbox, int sender, int size) {
        end = FrameCodec.encodeHead(run, inbox, sender, size, view.position(end))
                .position();
    }

    /** Forgets what has gathered. */
    void clear() {
        end = 0;
        openInbox = NO_INBOX;
    }

    /** What has gathered. All frames are closed, and nothing is added any more. */
    ByteBuffer content() {
        return view.position(0).limit(end);
    }
}
