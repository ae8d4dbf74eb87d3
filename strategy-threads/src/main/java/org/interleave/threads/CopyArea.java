package org.interleave.threads;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An area of memory that objects are copied through: serialised into it, then read back. It grows to the largest of
 * them. Not thread-safe.
 */
final class CopyArea {

    private static final long FIRST_SIZE = 4 * 1024;

    private final Arena memory;
    private MemorySegment area;
    private long size;

    /**
     * An area.
     *
     * @param memory where it is allocated, also when it grows
     */
    CopyArea(Arena memory) {
        this.memory = memory;
        area = memory.allocate(FIRST_SIZE);
    }

    /** Size of the last object, in bytes. */
    long size() {
        return size;
    }

    /** Copies an object whose classes a loader finds. */
    @SuppressWarnings("unchecked")
    <T extends Serializable> T copy(T object, ClassLoader loader) throws IOException, ClassNotFoundException {
        size = 0;
        try (ObjectOutputStream out = new ObjectOutputStream(new Writer())) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new Loader(new Reader(), loader)) {
            return (T) in.readObject();
        }
    }

    private void makeRoomFor(long more) {
        if (size + more > area.byteSize()) {
            MemorySegment larger = memory.allocate(Math.max(size + more, 2 * area.byteSize()));
            MemorySegment.copy(area, 0, larger, 0, size);
            area = larger;
        }
    }

    private final class Writer extends OutputStream {

        @Override
        public void write(int b) {
            makeRoomFor(1);
            area.set(ValueLayout.JAVA_BYTE, size++, (byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            makeRoomFor(length);
            MemorySegment.copy(bytes, offset, area, ValueLayout.JAVA_BYTE, size, length);
            size += length;
        }
    }

    private final class Reader extends InputStream {

        private long next;

        @Override
        public int read() {
            return next == size ? -1 : Byte.toUnsignedInt(area.get(ValueLayout.JAVA_BYTE, next++));
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (next == size && length > 0) {
                return -1;
            }
            int read = (int) Math.min(length, size - next);
            MemorySegment.copy(area, ValueLayout.JAVA_BYTE, next, bytes, offset, read);
            next += read;
            return read;
        }
    }

    /** Finds classes where the task's come from, which for a plug-in is not where this class comes from. */
    private static final class Loader extends ObjectInputStream {

        private final ClassLoader classes;

        Loader(InputStream in, ClassLoader classes) throws IOException {
            super(in);
            this.classes = classes;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, classes);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(description); // primitive types
            }
        }
    }
}
