package org.interleave.processes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Admission<String> admission = new Admission<>(6, 4);

    @Test
    void theOldestSilentOneMakesRoomForTheNext() {
        for (int i = 0; i < 4; i++) {
            assertThat(admission.admit("a" + i, "a")).isEmpty();
        }
        assertThat(admission.admit("a4", "a")).contains("a0");
        assertThat(admission.admit("a5", "a")).contains("a1");
        assertThat(admission.size()).isEqualTo(4);
    }

    @Test
    void whoHasSaidHelloStaysAsLongAsOthersAreSilent() {
        admission.admit("user", "a");
        admission.hello("user");
        for (int i = 0; i < 1_000; i++) {
            assertThat(admission.admit("silent" + i, "a")).isNotEqualTo(java.util.Optional.of("user"));
        }
        IntStream.range(997, 1_000).forEach(i -> admission.hello("silent" + i));
        assertThat(admission.admit("one more", "a")).contains("user");
    }

    @Test
    void strangersOfOneHostAreInTheWayOfEachOtherOnly() {
        admission.admit("b", "b");
        admission.admit("c", "c");
        for (int i = 0; i < 100; i++) {
            assertThat(admission.admit("a" + i, "a")).isNotIn(java.util.Optional.of("b"), java.util.Optional.of("c"));
        }
        assertThat(admission.admit("d", "d")).contains("a96");
    }

    @Test
    void whoHasLeftIsInNobodysWay() {
        for (int i = 0; i < 100; i++) {
            assertThat(admission.admit("a" + i, "a")).isEmpty();
            admission.leave("a" + i);
        }
        assertThat(admission.size()).isZero();
    }
}
