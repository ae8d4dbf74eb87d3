package org.interleave.processes.wire;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fory.Fory;
import org.apache.fory.ThreadSafeFory;
import org.apache.fory.exception.InsecureException;
import org.interleave.core.Task;
import org.interleave.core.TaskFailure;
import org.interleave.core.runtime.TaskCode;
import org.jspecify.annotations.Nullable;

/**
 * Apache Fory: object graphs as Java's own serialization takes them, in fewer bytes and less time once its code for a class
 * has been generated. For classes of a plug-in none is.
 *
 * <p>Both sides run the same code, so classes are not registered by number and their versions not compared. What may come
 * is bounded by a list that the code itself keeps: classes that say of themselves that they are {@link Serializable} or
 * that have lambdas which are, but never those that Fory knows to be dangerous.
 */
final class ForySerialization implements PayloadCodec {

    /** What the name of a lambda's class has after that of the class it is written in. */
    private static final String LAMBDA = "$$Lambda";

    private final Map<ClassLoader, ThreadSafeFory> deep = new ConcurrentHashMap<>();
    private final Map<ClassLoader, ThreadSafeFory> shallow = new ConcurrentHashMap<>();
    private final int maxDepth;

    /**
     * A codec.
     *
     * @param maxDepth how deeply objects may be nested
     */
    ForySerialization(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    /** Nothing but what has no fields of its own: how much an object refers to Fory does not say. */
    @Override
    public Optional<ByteBuffer> encodeSmall(Serializable object) {
        return PlainTypes.contains(code(object)) && !(object instanceof Collection)
                ? Optional.of(encode(object))
                : Optional.empty();
    }

    private static Class<?> code(Serializable object) {
        return object instanceof Task<?> task ? TaskCode.of(task) : object.getClass();
    }

    @Override
    public ByteBuffer encode(Serializable object) {
        byte[] bytes;
        try {
            bytes = fory(deep, code(object).getClassLoader(), maxDepth).serialize(object);
        } catch (StackOverflowError e) {
            throw new PayloadException(PayloadException.tooDeep(maxDepth), e);
        } catch (Throwable e) {
            throw new PayloadException(
                    object.getClass().getName() + " cannot be serialised: "
                            + TaskFailure.of(e).summary(),
                    e);
        }
        if (bytes.length > FrameCodec.MAX_PAYLOAD) {
            throw new PayloadException("it takes more than the " + FrameCodec.MAX_PAYLOAD + " bytes a frame holds");
        }
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public Object decode(ByteBuffer bytes, ClassLoader loader) {
        try {
            return fory(deep, loader, maxDepth).deserialize(bytes);
        } catch (StackOverflowError e) {
            throw new PayloadException(PayloadException.tooDeep(maxDepth), e);
        } catch (Throwable e) {
            if (isTooDeep(e)) {
                throw new PayloadException(PayloadException.tooDeep(maxDepth), e);
            }
            throw new PayloadException(
                    "it cannot be deserialised: " + TaskFailure.of(e).summary(), e);
        }
    }

    /** What fails for whatever reason is for {@link #decode} to say. */
    @Override
    public Optional<Object> decodeShallow(ByteBuffer bytes, ClassLoader loader) {
        try {
            return Optional.of(fory(shallow, loader, JavaSerialization.SHALLOW).deserialize(bytes.duplicate()));
        } catch (Throwable e) {
            return Optional.empty();
        }
    }

    /** Fory does not say beforehand what is there. */
    @Override
    public Optional<Object> decodePlain(ByteBuffer bytes, ClassLoader loader) {
        return Optional.empty();
    }

    private static boolean isTooDeep(Throwable thrown) {
        return thrown instanceof InsecureException
                && String.valueOf(thrown.getMessage()).contains("depth");
    }

    /** Classes of the platform have no loader of their own. */
    private static ThreadSafeFory fory(
            Map<ClassLoader, ThreadSafeFory> byLoader, @Nullable ClassLoader loader, int maxDepth) {
        ClassLoader known = loader == null ? ForySerialization.class.getClassLoader() : loader;
        return byLoader.computeIfAbsent(known, other -> open(other, maxDepth));
    }

    private static ThreadSafeFory open(ClassLoader loader, int maxDepth) {
        return Fory.builder()
                .withXlang(false)
                .withClassLoader(loader)
                .withRefTracking(true)
                .withMaxDepth(maxDepth)
                .withCodegen(findsFory(loader))
                .requireClassRegistration(false)
                .withTypeChecker((types, name) -> mayTravel(name, loader))
                .buildThreadSafeFory();
    }

    /** Code that is made for a class names Fory, which the loader of a plug-in does not find. What is written is the same. */
    private static boolean findsFory(ClassLoader loader) {
        try {
            return Class.forName(Fory.class.getName(), false, loader) == Fory.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
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
