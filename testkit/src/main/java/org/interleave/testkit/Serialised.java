package org.interleave.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/** Objects as Java's serialization writes them. */
final class Serialised {

    private Serialised() {}

    private static byte[] write(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** The bytes of an object. Fails the test if it cannot be serialised, naming the class that cannot. */
    private static byte[] bytes(Object object, String what) {
        try {
            return write(object);
        } catch (IOException | RuntimeException e) {
            throw new AssertionError(what + " cannot be serialised: " + e, e);
        }
    }

    /** A copy of an object, its classes found by a loader. */
    static Object copy(Object object, ClassLoader loader, String what) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes(object, what))) {
            @Override
            protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
                try {
                    return Class.forName(description.getName(), false, loader);
                } catch (ClassNotFoundException primitive) {
                    return super.resolveClass(description);
                }
            }
        }) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new AssertionError(what + " cannot be deserialised: " + e, e);
        }
    }
}
