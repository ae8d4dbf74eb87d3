package org.interleave.processes.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.interleave.processes.pool.Pools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What bytes from somewhere else may claim to hold. */
class JavaSerializationTest {

    private static final PayloadCodec CODEC =
            new JavaSerialization(AllowList.ofUser(List.of("java.util.**")), Pools.DEPTH);

    private static final int SIZE = 5_000;

    private static Object read(ByteBuffer bytes) {
        return CODEC.decode(bytes, JavaSerializationTest.class.getClassLoader());
    }

    private static <C extends Collection<Object>> Serializable filled(C collection) {
        IntStream.range(0, SIZE).forEach(collection::add);
        return (Serializable) collection;
    }

    private static <M extends Map<Object, Object>> Serializable filled(M map) {
        IntStream.range(0, SIZE).forEach(key -> map.put(key, "value"));
        return (Serializable) map;
    }

    static Stream<Arguments> honest() {
        Set<Object> sparse = new HashSet<>(16, 0.01f);
        Map<Object, Object> sparseMap = new HashMap<>(16, 0.01f);
        ArrayList<Object> small = new ArrayList<>();
        IntStream.range(0, SIZE).forEach(index -> small.add(new HashMap<>(Map.of("key", index))));
        ArrayList<Object> empty = new ArrayList<>();
        IntStream.range(0, SIZE).forEach(index -> empty.add(new HashSet<>()));
        Stream<Serializable> all = Stream.of(
                filled(new ArrayList<>()),
                filled(new ArrayDeque<>()),
                filled(new HashSet<>()),
                filled(sparse),
                filled(new LinkedHashSet<>()),
                filled(new PriorityQueue<>()),
                filled(new CopyOnWriteArrayList<>()),
                filled(new HashMap<>()),
                filled(sparseMap),
                filled(new LinkedHashMap<>()),
                filled(new IdentityHashMap<>()),
                filled(new TreeMap<>()),
                filled(new ConcurrentHashMap<>()),
                small,
                empty,
                new EnumMap<>(Map.of(Codec.JAVA, 1)),
                BitSet.valueOf(new long[] {1, 2, 3}),
                new Object[SIZE],
                new int[SIZE][2],
                new double[SIZE],
                new boolean[1],
                new String[0],
                (Serializable) List.of(1, 2, 3),
                (Serializable) Collections.nCopies(SIZE, "same"));
        return all.map(object -> Arguments.of(object)); // an array is not a list of arguments
    }

    @ParameterizedTest
    @MethodSource("honest")
    void whatIsThereIsRead(Serializable object) {
        Object read = read(CODEC.encode(object));
        assertThat(Objects.deepEquals(comparable(read), comparable(object))).isTrue();
    }

    private static Object comparable(Object object) {
        return switch (object) {
            case ArrayDeque<?> queue -> List.copyOf(queue);
            case PriorityQueue<?> queue -> List.copyOf(queue);
            case IdentityHashMap<?, ?> map -> map.size();
            default -> object;
        };
    }

    private static void assertRefused(ByteBuffer bytes) {
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(PayloadException.class)
                .hasMessage("its " + bytes.remaining()
                        + " bytes claim to hold more objects or larger arrays than they can");
    }

    @Test
    void anArrayThatIsNotThereIsNotMade() {
        ByteBuffer bytes = CODEC.encode(new long[1]);
        bytes.putInt(bytes.limit() - Integer.BYTES - Long.BYTES, 1 << 20);
        assertRefused(bytes);
    }

    @Test
    void aTableForWhatIsNotThereIsNotMade() {
        ByteBuffer bytes = CODEC.encode(new HashMap<>(Map.of("key", "value")));
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        int block = 0;
        while (array[block] != 0x77 || array[block + 1] != 2 * Integer.BYTES) {
            block++;
        }
        assertRefused(ByteBuffer.wrap(array).putInt(block + 2 + Integer.BYTES, 1 << 20));
    }

    /** Each could be as long as it claims, but not all of them. */
    @Test
    void arraysInArraysThatAreNotThereAreNotMade() {
        int levels = 2_000;
        ByteBuffer one = CODEC.encode(new Object[1]);
        int head = one.remaining() - Integer.BYTES - 1;
        byte[] nested = {0x75, 0x71, 0, 0x7e, 0, 0};
        ByteBuffer bytes = ByteBuffer.allocate(head + levels * (Integer.BYTES + nested.length));
        bytes.put(one.slice(one.position(), head));
        for (int level = 0; level < levels; level++) {
            bytes.putInt(bytes.capacity()).put(nested);
        }
        assertRefused(bytes.flip());
    }
}
