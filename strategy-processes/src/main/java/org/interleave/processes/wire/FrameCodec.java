package org.interleave.processes.wire;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.interleave.core.TaskFailure;

/**
 * Frames as bytes: a length (four bytes, not counting itself), a type (one byte), then the record's components in
 * order. Numbers are big-endian. Text and lists have their length before them. What is passed on as bytes, a payload or
 * {@link MessageBatch}, is the frame's <em>content</em>: it stands last and takes the rest.
 *
 * <p>A worker's hello passes no switch over types, whose machinery would be a third of a worker's start.
 */
public final class FrameCodec {

    /** Raised with every change of the frames. */
    public static final int VERSION = 3;

    /** Bytes of the length that a frame begins with. */
    static final int PREFIX = Integer.BYTES;

    /** The largest payload of a task, a result or a message, in bytes. */
    public static final int MAX_PAYLOAD = 64 << 20;

    /** The largest frame, in bytes, the length included: a payload and room for what stands beside it. */
    static final int MAX_FRAME = MAX_PAYLOAD + (1 << 20);

    /** The most bytes that a frame takes beside its content and its texts. */
    static final int HEAD = 64;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Bytes that a failure's message or trace may take; what is longer is cut. */
    private static final int MAX_TEXT = 256 << 10;

    private static final byte HELLO = 1;
    private static final byte REQUEST_TASKS = 2;
    private static final byte RUN_TASK = 3;
    private static final byte STOP = 4;
    private static final byte POST = 5;
    private static final byte CREDIT = 6;
    private static final byte INBOX_CLOSED = 7;
    private static final byte COMPLETED = 8;
    private static final byte FAILED = 9;
    private static final byte CANCELLED = 10;
    private static final byte BEGUN = 11;
    private static final byte RECLAIM = 12;
    private static final byte RECLAIMED = 13;
    private static final byte ALLOW_CLASSES = 14;

    private FrameCodec() {}

    /**
     * How many bytes the frame may take, the length included; few frames take less.
     *
     * @throws PayloadException if that is more than a frame holds
     */
    public static int room(Frame frame) {
        long room = (long) HEAD + texts(frame) + content(frame).remaining();
        if (room > MAX_FRAME) {
            throw new PayloadException("a frame of " + room + " bytes is larger than the " + MAX_FRAME + " allowed");
        }
        return (int) room;
    }

    /** The content, which stands last in the frame: a payload, messages, or nothing. Not a copy. */
    static ByteBuffer content(Frame frame) {
        if (frame instanceof Frame.Post post) {
            return post.messages().bytes();
        }
        if (frame instanceof Frame.Completed completed) {
            return completed.payload();
        }
        return frame instanceof Frame.RunTask task ? task.payload() : NOTHING;
    }

    private static long texts(Frame frame) {
        if (frame instanceof Frame.Failed failed) {
            return texts(failed.failure());
        }
        if (frame instanceof Frame.Reclaimed reclaimed) {
            return (long) Integer.BYTES * reclaimed.tasks().size();
        }
        if (frame instanceof Frame.AllowClasses allow) {
            return texts(allow.classes());
        }
        return frame instanceof Frame.RunTask task ? texts(task.classPath().urls()) : 0;
    }

    private static long texts(List<String> texts) {
        return texts.stream().mapToLong(text -> PREFIX + 3L * text.length()).sum();
    }

    private static long texts(TaskFailure failure) {
        return room(failure.type()) + room(failure.message()) + room(failure.cause()) + room(failure.trace());
    }

    /** A character takes three bytes at most, and a pair of surrogates four. */
    private static long room(String text) {
        return Math.min(MAX_TEXT, PREFIX + 3L * text.length());
    }

    /** Writes a frame to a buffer that has {@link #room} for it, which it returns. */
    public static ByteBuffer encode(Frame frame, ByteBuffer out) {
        return encodeHead(frame, out).put(content(frame).duplicate());
    }

    /** Writes all of a frame but its {@link #content}, which is to follow in the buffer that it returns. */
    static ByteBuffer encodeHead(Frame frame, ByteBuffer out) {
        int start = begin(out);
        if (frame instanceof Frame.Hello hello) {
            hello(hello, out);
        } else {
            components(frame, out);
        }
        return end(out, start, content(frame).remaining());
    }

    private static void hello(Frame.Hello hello, ByteBuffer out) {
        out.put(HELLO).putInt(hello.version()).putLong(hello.fingerprint()).putLong(hello.pid());
    }

    private static void components(Frame frame, ByteBuffer out) {
        switch (frame) {
            case Frame.Post post -> numbers(out.put(POST), post.run(), post.inbox(), post.sender());
            case Frame.Credit credit ->
                numbers(out.put(CREDIT), credit.run(), credit.inbox(), credit.sender(), credit.count());
            case Frame.Begun begun -> numbers(out.put(BEGUN), begun.run(), begun.task());
            case Frame.RequestTasks request -> numbers(out.put(REQUEST_TASKS), request.run(), request.received());
            case Frame.RunTask task -> runTask(task, out.put(RUN_TASK));
            case Frame.Completed completed ->
                numbers(out.put(COMPLETED), completed.run(), completed.task())
                        .putLong(completed.queuedNanos())
                        .putLong(completed.codecNanos())
                        .putLong(completed.workNanos());
            case Frame.Failed failed -> failed(failed, out.put(FAILED));
            case Frame.Cancelled cancelled -> numbers(out.put(CANCELLED), cancelled.run(), cancelled.task());
            case Frame.Reclaim reclaim -> numbers(out.put(RECLAIM), reclaim.run(), reclaim.count());
            case Frame.Reclaimed reclaimed -> reclaimed(reclaimed, out.put(RECLAIMED));
            case Frame.Stop stop -> bool(numbers(out.put(STOP), stop.run(), stop.task()), stop.cancel());
            case Frame.InboxClosed closed -> numbers(out.put(INBOX_CLOSED), closed.run(), closed.inbox());
            case Frame.AllowClasses allow -> texts(allow.classes(), out.put(ALLOW_CLASSES));
            case Frame.Hello hello -> hello(hello, out);
        }
    }

    /** Writes all of a post of one message but that message's bytes, which are to follow in the buffer that it returns. */
    static ByteBuffer encodeHead(int run, int inbox, int sender, int size, ByteBuffer out) {
        int start = out.position();
        beginPost(run, inbox, sender, out);
        out.position(MessageBatch.putLength(size, out.array(), out.position()));
        return end(out, start, size);
    }

    /** Writes a post that messages may be added to in the buffer that it returns. */
    static ByteBuffer beginPost(int run, int inbox, int sender, ByteBuffer out) {
        begin(out);
        return out.put(POST).putInt(run).putInt(inbox).putInt(sender);
    }

    /** Ends a frame where the buffer stands. */
    static void endPost(int start, ByteBuffer out) {
        end(out, start, 0);
    }

    private static int begin(ByteBuffer out) {
        int start = out.position();
        out.putInt(0);
        return start;
    }

    private static ByteBuffer end(ByteBuffer out, int start, int toFollow) {
        return out.putInt(start, out.position() - start - PREFIX + toFollow);
    }

    private static void runTask(Frame.RunTask task, ByteBuffer out) {
        bool(numbers(out, task.run(), task.task(), task.tasks()), task.daemon());
        bool(out, task.classPath().isolated());
        texts(task.classPath().urls(), out);
    }

    private static TaskClassPath classPath(ByteBuffer in) throws ProtocolException {
        return new TaskClassPath(in.get() != 0, texts(in));
    }

    private static void reclaimed(Frame.Reclaimed reclaimed, ByteBuffer out) {
        numbers(out, reclaimed.run(), reclaimed.tasks().size());
        reclaimed.tasks().forEach(out::putInt);
    }

    private static void failed(Frame.Failed failed, ByteBuffer out) {
        numbers(out, failed.run(), failed.task());
        text(out, failed.failure().type());
        text(out, failed.failure().message());
        text(out, failed.failure().cause());
        text(out, failed.failure().trace());
    }

    private static ByteBuffer numbers(ByteBuffer out, int... numbers) {
        for (int number : numbers) {
            out.putInt(number);
        }
        return out;
    }

    private static void bool(ByteBuffer out, boolean value) {
        out.put((byte) (value ? 1 : 0));
    }

    /** Writes texts and how many they are. */
    public static void texts(List<String> texts, ByteBuffer out) {
        out.putInt(texts.size());
        texts.forEach(text -> text(out, text));
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MAX_TEXT - PREFIX);
        out.putInt(length).put(bytes, 0, length);
    }

    /**
     * Reads one frame.
     *
     * @param in holds the frame without its length, and nothing else; if it has an array, the frame's content stays
     *     there, and it must not be changed any more
     * @throws ProtocolException if it is no frame
     */
    public static Frame decode(ByteBuffer in) throws ProtocolException {
        byte type = in.get();
        return switch (type) {
            case POST -> new Frame.Post(in.getInt(), in.getInt(), in.getInt(), MessageBatch.checked(content(in)));
            case CREDIT -> new Frame.Credit(in.getInt(), in.getInt(), in.getInt(), in.getInt());
            case BEGUN -> new Frame.Begun(in.getInt(), in.getInt());
            case REQUEST_TASKS -> new Frame.RequestTasks(in.getInt(), in.getInt());
            case RUN_TASK ->
                new Frame.RunTask(in.getInt(), in.getInt(), in.getInt(), in.get() != 0, classPath(in), content(in));
            case COMPLETED ->
                new Frame.Completed(in.getInt(), in.getInt(), in.getLong(), in.getLong(), in.getLong(), content(in));
            case FAILED ->
                new Frame.Failed(in.getInt(), in.getInt(), new TaskFailure(text(in), text(in), text(in), text(in)));
            case CANCELLED -> new Frame.Cancelled(in.getInt(), in.getInt());
            case RECLAIM -> new Frame.Reclaim(in.getInt(), in.getInt());
            case RECLAIMED -> new Frame.Reclaimed(in.getInt(), integers(in));
            case STOP -> new Frame.Stop(in.getInt(), in.getInt(), in.get() != 0);
            case INBOX_CLOSED -> new Frame.InboxClosed(in.getInt(), in.getInt());
            case ALLOW_CLASSES -> new Frame.AllowClasses(texts(in));
            case HELLO -> new Frame.Hello(in.getInt(), in.getLong(), in.getLong());
            default -> throw new ProtocolException("there is no frame of type " + type);
        };
    }

    /**
     * Reads a text.
     *
     * @throws BufferUnderflowException if there is less than its length says
     */
    public static String text(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads what {@link #texts(List, ByteBuffer)} wrote. */
    public static List<String> texts(ByteBuffer in) {
        int size = in.getInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            texts.add(text(in));
        }
        return texts;
    }

    private static List<Integer> integers(ByteBuffer in) {
        int size = in.getInt();
        List<Integer> integers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            integers.add(in.getInt());
        }
        return integers;
    }

    private static ByteBuffer content(ByteBuffer in) {
        if (in.hasArray()) {
            return in.slice();
        }
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
