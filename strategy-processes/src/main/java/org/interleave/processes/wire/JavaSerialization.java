package org.interleave.processes.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.interleave.core.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * Java's own serialization, the analogue of Python's pickle: any object graph, at a price.
 *
 * <p>A filter bounds what a broken payload can make the reader do. It does not choose classes where both sides run the same
 * code on the same machine and trust each other. A node chooses, and so does its user; there what the reader allocates is
 * in proportion to the bytes that came.
 */
public final class JavaSerialization implements PayloadCodec {

    /** The depth to which objects may be nested, and their number, where the stack is an ordinary one. */
    public static final int SHALLOW = 200;

    private static final ObjectInputFilter LIMITS = ObjectInputFilter.Config.createFilter(
            "maxrefs=50000000;maxbytes=" + FrameCodec.MAX_PAYLOAD + ";maxarray=" + FrameCodec.MAX_PAYLOAD);

    private final IntFunction<ObjectInputFilter> filters;
    private final int maxDepth;

    /**
     * Reads any class.
     *
     * @param maxDepth how deeply objects may be nested
     */
    public JavaSerialization(int maxDepth) {
        filters = size -> LIMITS;
        this.maxDepth = maxDepth;
    }

    /** Reads only what a filter allows as well, and makes no more of some bytes than what can be in them. */
    public JavaSerialization(ObjectInputFilter classes, int maxDepth) {
        ObjectInputFilter both = ObjectInputFilter.merge(classes, LIMITS);
        filters = size -> ObjectInputFilter.merge(new Proportion(size), both);
        this.maxDepth = maxDepth;
    }

    @Override
    public ByteBuffer encode(Serializable object) {
        return encode(object, Integer.MAX_VALUE).orElseThrow();
    }

    @Override
    public Optional<ByteBuffer> encodeSmall(Serializable object) {
        return encode(object, SHALLOW);
    }

    private Optional<ByteBuffer> encode(Serializable object, int mostObjects) {
        BoundedBytes bytes = new BoundedBytes();
        try (CountingStream out = new CountingStream(bytes, mostObjects)) {
            if (!out.writeFew(object)) {
                return Optional.empty();
            }
        } catch (PayloadException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new PayloadException(PayloadException.tooDeep(maxDepth), e);
        } catch (Throwable e) {
            throw new PayloadException(
                    object.getClass().getName() + " cannot be serialised: "
                            + TaskFailure.of(e).summary(),
                    e);
        }
        return Optional.of(bytes.written());
    }

    @Override
    public Object decode(ByteBuffer bytes, ClassLoader loader) {
        return decode(bytes, loader, info -> {
                    if (info.depth() > maxDepth) {
                        throw new PayloadException(PayloadException.tooDeep(maxDepth));
                    }
                    if (Thread.currentThread().isInterrupted()) {
                        throw new PayloadException("nobody waits for it any more");
                    }
                    return true;
                })
                .orElseThrow();
    }

    @Override
    public Optional<Object> decodeShallow(ByteBuffer bytes, ClassLoader loader) {
        return decode(bytes, loader, info -> info.depth() <= SHALLOW);
    }

    @Override
    public Optional<Object> decodePlain(ByteBuffer bytes, ClassLoader loader) {
        return decode(bytes, loader, info -> {
            Class<?> type = info.serialClass();
            return info.depth() <= SHALLOW && (type == null || PlainTypes.contains(type));
        });
    }

    /** The objects that a way of reading is made for. */
    private interface Scope {
        /** Whether what comes next is within it. */
        boolean covers(ObjectInputFilter.FilterInfo next);
    }

    /** Nothing if what is read leaves the scope, whatever the readers of the objects make of the refusal. */
    private Optional<Object> decode(ByteBuffer bytes, ClassLoader loader, Scope scope) {
        InputStream in =
                new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        ScopedFilter scoped = new ScopedFilter(filters.apply(bytes.remaining()), scope);
        try (ObjectInputStream objects = new LoadingStream(in, loader)) {
            objects.setObjectInputFilter(scoped);
            Object read = objects.readObject();
            return scoped.left ? Optional.empty() : Optional.of(Objects.requireNonNull(read, "null"));
        } catch (Throwable e) {
            if (scoped.left) {
                return Optional.empty();
            }
            throw refusal(e);
        }
    }

    private PayloadException refusal(Throwable thrown) {
        if (thrown instanceof PayloadException refusal) {
            return refusal;
        }
        if (thrown instanceof IOException && thrown.getCause() instanceof PayloadException refusal) {
            return refusal;
        }
        if (thrown instanceof StackOverflowError) {
            return new PayloadException(PayloadException.tooDeep(maxDepth), thrown);
        }
        String problem = thrown instanceof ClassNotFoundException || thrown instanceof NoClassDefFoundError
                ? "a class is missing"
                : "it cannot be deserialised";
        return new PayloadException(problem + ": " + TaskFailure.of(thrown).summary(), thrown);
    }

    /**
     * Refuses to make more of some bytes than what can honestly be in them. A reference takes a byte at least, an array's
     * element too, and a table of a {@code HashMap} or {@code HashSet} eight slots for an entry of some bytes. A list of
     * copies of one object tells its length as an array does, and takes few bytes, so a little is always allowed. The arrays
     * are counted together: nested ones are all made before the elements of any come. Used by one thread.
     */
    private static final class Proportion implements ObjectInputFilter {

        private static final long ARRAY_BYTES_FOR_EACH = 16;
        private static final long ARRAY_BYTES_AT_LEAST = 4 << 20;
        private static final long SLOT_BYTES = 4;

        private final int bytes;
        private long arrayBytesLeft;

        Proportion(int bytes) {
            this.bytes = bytes;
            arrayBytesLeft = ARRAY_BYTES_AT_LEAST + ARRAY_BYTES_FOR_EACH * bytes;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            Class<?> type = info.serialClass();
            if (info.arrayLength() >= 0 && type != null) {
                arrayBytesLeft -= info.arrayLength() * elementBytes(type.getComponentType());
            }
            if (arrayBytesLeft < 0 || info.references() > 1L + bytes) {
                throw new PayloadException(
                        "its " + bytes + " bytes claim to hold more objects or larger arrays than they can");
            }
            return Status.UNDECIDED;
        }

        private static long elementBytes(Class<?> element) {
            if (element == long.class || element == double.class) {
                return Long.BYTES;
            }
            if (element == byte.class || element == boolean.class) {
                return 1;
            }
            return element == short.class || element == char.class ? Short.BYTES : SLOT_BYTES;
        }
    }

    /** Refuses what leaves a scope, and remembers that. Used by one thread. */
    private static final class ScopedFilter implements ObjectInputFilter {

        private final ObjectInputFilter filter;
        private final Scope scope;
        private boolean left;

        ScopedFilter(ObjectInputFilter filter, Scope scope) {
            this.filter = filter;
            this.scope = scope;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            if (!scope.covers(info)) {
                left = true;
                return Status.REJECTED;
            }
            return filter.checkInput(info);
        }
    }

    /** Refuses to write more than so many objects. Used by one thread. */
    private static final class CountingStream extends ObjectOutputStream {

        private final int most;
        private int count;
        private boolean tooMany;

        CountingStream(OutputStream out, int most) throws IOException {
            super(out);
            this.most = most;
            enableReplaceObject(most < Integer.MAX_VALUE);
        }

        /** Writes an object, and says whether it is not too many, whatever its writers made of the refusal. */
        boolean writeFew(Serializable object) throws IOException {
            try {
                writeObject(object);
            } catch (IOException | RuntimeException | Error e) {
                if (!tooMany) {
                    throw e;
                }
            }
            return !tooMany;
        }

        @Override
        protected @Nullable Object replaceObject(@Nullable Object object) throws IOException {
            if (++count > most) {
                tooMany = true;
                throw new TooManyObjectsException();
            }
            return object;
        }
    }

    private static final class TooManyObjectsException extends IOException {

        @Serial
        private static final long serialVersionUID = 1;
    }

    /** Refuses to grow past what a frame holds. */
    private static final class BoundedBytes extends ByteArrayOutputStream {

        @Override
        public synchronized void write(int b) {
            check(1);
            super.write(b);
        }

        @Override
        public synchronized void write(byte[] b, int off, int len) {
            check(len);
            super.write(b, off, len);
        }

        private void check(int more) {
            if (count + more > FrameCodec.MAX_PAYLOAD) {
                throw new PayloadException("it takes more than the " + FrameCodec.MAX_PAYLOAD + " bytes a frame holds");
            }
        }

        synchronized ByteBuffer written() {
            return ByteBuffer.wrap(buf, 0, count);
        }
    }

    /** Finds classes where the task's come from. */
    private static final class LoadingStream extends ObjectInputStream {

        private final ClassLoader loader;

        LoadingStream(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // primitive types
            }
        }
    }
}
