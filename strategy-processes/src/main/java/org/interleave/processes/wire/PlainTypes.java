package org.interleave.processes.wire;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Set;
import org.interleave.core.Task;

/** The classes whose objects run no code of a user's when they are packed or unpacked, and never take long. */
public final class PlainTypes {

    private static final String OURS = "org.interleave.core.";

    /** Nothing that hashes or compares: the time that takes grows with more than the number of objects. */
    private static final Set<Class<?>> JDK = Set.of(
            Object.class,
            String.class,
            Number.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            ArrayList.class);

    private PlainTypes() {}

    /** Whether objects of a class are plain if all they refer to are; an array's is that of its elements. */
    static boolean contains(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element.isPrimitive() || JDK.contains(element) || isOurs(element);
    }

    /** Whether a class comes with Interleave's core. */
    public static boolean isOurs(Class<?> type) {
        return type.getName().startsWith(OURS) && type.getClassLoader() == Task.class.getClassLoader();
    }
}
