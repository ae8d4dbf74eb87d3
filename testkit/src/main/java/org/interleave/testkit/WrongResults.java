package org.interleave.testkit;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes of a right result others that are not equal to it. */
final class WrongResults {

    private WrongResults() {}

    /** Wrong results; none of what is neither a number, a text, a list, an array, an enum nor a record. */
    static List<Object> of(Object right) {
        List<Object> wrong = new ArrayList<>(candidates(right));
        wrong.removeIf(right::equals);
        return wrong;
    }

    private static List<Object> candidates(Object right) {
        return switch (right) {
            case Long number -> List.of(number + 1, number - 1, ~number, 0L, Long.MAX_VALUE, Long.MIN_VALUE);
            case Integer number -> List.of(number + 1, number - 1, ~number, 0, Integer.MAX_VALUE, Integer.MIN_VALUE);
            case Double number ->
                List.of(number + 1, -number - 1, 0.0, Double.NaN, Double.MAX_VALUE, -Double.MAX_VALUE);
            case Boolean value -> List.of(!value);
            case String text -> List.of(text + "x", "", "x" + text);
            case List<?> list -> lists(list);
            case Enum<?> constant ->
                List.of((Object[]) constant.getDeclaringClass().getEnumConstants());
            case Record value -> records(value);
            default -> right.getClass().isArray() ? arrays(right) : List.of();
        };
    }

    private static List<Object> lists(List<?> list) {
        List<Object> wrong = new ArrayList<>();
        wrong.add(new ArrayList<>());
        if (!list.isEmpty()) {
            wrong.add(new ArrayList<>(list.subList(0, list.size() - 1)));
            for (Object other : of(list.getFirst())) {
                List<Object> changed = new ArrayList<>(list);
                changed.set(0, other);
                wrong.add(changed);
            }
        }
        return wrong;
    }

    private static List<Object> arrays(Object array) {
        int length = Array.getLength(array);
        List<Object> wrong = new ArrayList<>();
        wrong.add(Array.newInstance(array.getClass().getComponentType(), length + 1));
        if (length > 0) {
            for (Object other : of(Array.get(array, 0))) {
                Object changed = Array.newInstance(array.getClass().getComponentType(), length);
                System.arraycopy(array, 0, changed, 0, length);
                Array.set(changed, 0, other);
                wrong.add(changed);
            }
        }
        return wrong;
    }

    /** With each component changed by itself. What the record itself refuses is no result. */
    private static List<Object> records(Record value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        List<Object> wrong = new ArrayList<>();
        try {
            Constructor<?> constructor = value.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            Object[] parts = new Object[components.length];
            for (int i = 0; i < parts.length; i++) {
                components[i].getAccessor().setAccessible(true);
                parts[i] = components[i].getAccessor().invoke(value);
            }
            for (int i = 0; i < parts.length; i++) {
                for (Object other : parts[i] == null ? List.of() : of(parts[i])) {
                    Object[] changed = parts.clone();
                    changed[i] = other;
                    add(wrong, constructor, changed);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot change " + value, e);
        }
        return wrong;
    }

    private static void add(List<Object> wrong, Constructor<?> constructor, Object[] parts) {
        try {
            wrong.add(constructor.newInstance(parts));
        } catch (ReflectiveOperationException | IllegalArgumentException refused) {
            // such a record cannot come
        }
    }
}
