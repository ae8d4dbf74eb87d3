package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyAreaTest {

    private static final ClassLoader LOADER = CopyAreaTest.class.getClassLoader();

    private final Arena memory = Arena.ofConfined();
    private final CopyArea area = new CopyArea(memory);

    @AfterEach
    void free() {
        memory.close();
    }

    @Test
    void copiesAreEqualAndOthers() throws Exception {
        ArrayList<String> list = new ArrayList<>(List.of("one", "two"));
        ArrayList<String> copy = area.copy(list, LOADER);
        assertThat(copy).isEqualTo(list).isNotSameAs(list);
    }

    @Test
    void growsToWhatHasToPass() throws Exception {
        for (int length : new int[] {10, 100_000, 3, 10_000_000, 5_000}) {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);
            assertThat(area.copy(bytes, LOADER)).isEqualTo(bytes);
            assertThat(area.size()).isBetween((long) length, length + 100L);
        }
    }

    @Test
    void whatCannotBeSerialisedIsRefusedAndLeavesTheAreaUsable() throws Exception {
        ArrayList<Object> list = new ArrayList<>(List.of(new byte[20_000], new Object()));
        assertThatThrownBy(() -> area.copy(list, LOADER)).isInstanceOf(NotSerializableException.class);
        assertThat(area.copy("after", LOADER)).isEqualTo("after");
    }

    @Test
    void classesComeFromTheGivenLoader() throws Exception {
        URL here = CopyAreaTest.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader plugin = new URLClassLoader(new URL[] {here}, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = Class.forName(Payload.class.getName(), true, plugin);
            Serializable object = (Serializable) type.getConstructor().newInstance();
            assertThat(area.copy(object, plugin).getClass()).isSameAs(type).isNotSameAs(Payload.class);
        }
    }

    @Test
    void primitiveTypesAreFound() throws Exception {
        assertThat(area.copy(int.class, LOADER)).isSameAs(int.class);
    }

    /** Something of the tests' own. */
    public static final class Payload implements Serializable {

        private static final long serialVersionUID = 1;

        /** Made reflectively. */
        public Payload() {}
    }
}
