package org.interleave.processes;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fory.Fory;
import org.apache.fory.ThreadSafeFory;
import org.jspecify.annotations.Nullable;

/**
 * Apache Fory: object graphs as Java's own serialization takes them, in fewer bytes and less time once its code for a class
 * has been generated.
 *
 * <p>Both sides run the same code, so classes are not registered by number and their versions not compared. What may come
 * is bounded by a list that the code itself keeps: classes that say of themselves that they are {@link Serializable} or
 * that have lambdas which are, but never those that Fory knows to be dangerous.
 */
final class ForySerialization implements PayloadCodec {

    private static final int MAX_DEPTH = 500;

    /** What the name of a lambda's class has after that of the class it is written in. */
    private static final String LAMBDA = "$$Lambda";

    private final Map<ClassLoader, ThreadSafeFory> byLoader = new ConcurrentHashMap<>();

    @Override
    public ByteBuffer encode(Serializable object) {
        byte[] bytes;
        try {
            bytes = fory(object.getClass().getClassLoader()).serialize(object);
        } catch (RuntimeException | Error e) {
            throw new PayloadException(object.getClass().getName() + " cannot be serialised: " + e, e);
        }
        if (bytes.length > FrameCodec.MAX_PAYLOAD) {
            throw new PayloadException("it takes more than the " + FrameCodec.MAX_PAYLOAD + " bytes a frame holds");
        }
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public Object decode(ByteBuffer bytes, ClassLoader loader) {
        try {
            return fory(loader).deserialize(bytes);
        } catch (RuntimeException | Error e) {
            throw new PayloadException("it cannot be deserialised: " + e, e);
        }
    }

    /** Classes of the platform have no loader of their own. */
    private ThreadSafeFory fory(@Nullable ClassLoader loader) {
        ClassLoader known = loader == null ? ForySerialization.class.getClassLoader() : loader;
        return byLoader.computeIfAbsent(known, ForySerialization::open);
    }

    private static ThreadSafeFory open(ClassLoader loader) {
        return Fory.builder()
                .withXlang(false)
                .withClassLoader(loader)
                .withRefTracking(true)
                .withMaxDepth(MAX_DEPTH)
                .requireClassRegistration(false)
                .withTypeChecker((types, name) -> mayTravel(name, loader))
                .buildThreadSafeFory();
    }

    private static boolean mayTravel(String name, ClassLoader loader) {
        int lambda = name.indexOf(LAMBDA);
        try {
            Class<?> type = Class.forName(lambda < 0 ? name : name.substring(0, lambda), false, loader);
            return type.isInterface() || Serializable.class.isAssignableFrom(type) || hasSerialisableLambdas(type);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Whether the compiler has given it the method that makes such lambdas anew. */
    private static boolean hasSerialisableLambdas(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(method -> method.getName().equals("$deserializeLambda$"));
    }
}
