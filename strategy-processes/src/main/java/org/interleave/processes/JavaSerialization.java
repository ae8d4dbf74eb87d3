package org.interleave.processes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * Java's own serialization, the analogue of Python's pickle: any object graph, at a price.
 *
 * <p>A filter bounds what a broken payload can make the reader do. It does not choose classes where both sides run the same
 * code on the same machine and trust each other; a node chooses.
 */
final class JavaSerialization implements PayloadCodec {

    private static final ObjectInputFilter LIMITS =
            ObjectInputFilter.Config.createFilter("maxdepth=500;maxrefs=50000000" + ";maxbytes="
                    + FrameCodec.MAX_PAYLOAD + ";maxarray=" + FrameCodec.MAX_PAYLOAD);

    private final ObjectInputFilter filter;

    /** Reads any class. */
    JavaSerialization() {
        filter = LIMITS;
    }

    /** Reads only what a filter allows as well. */
    JavaSerialization(ObjectInputFilter classes) {
        filter = ObjectInputFilter.merge(classes, LIMITS);
    }

    @Override
    public ByteBuffer encode(Serializable object) {
        BoundedBytes bytes = new BoundedBytes();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (PayloadException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            throw new PayloadException(object.getClass().getName() + " cannot be serialised: " + e, e);
        }
        return bytes.written();
    }

    @Override
    public Object decode(ByteBuffer bytes, ClassLoader loader) {
        InputStream in =
                new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        try (ObjectInputStream objects = new LoadingStream(in, loader)) {
            objects.setObjectInputFilter(filter);
            return objects.readObject();
        } catch (InvalidClassException e) {
            if (e.getCause() instanceof PayloadException refusal) {
                throw refusal;
            }
            throw new PayloadException("it cannot be deserialised: " + e, e);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw new PayloadException("a class is missing: " + e, e);
        } catch (IOException | RuntimeException | Error e) {
            throw new PayloadException("it cannot be deserialised: " + e, e);
        }
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
