package org.interleave.core.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha256Test {

    /** Around the sizes at which the padding takes a block more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000, 4096})
    void agreesWithTheJdk(int size) throws Exception {
        byte[] message = new byte[size];
        new Random(size).nextBytes(message);
        Sha256 hash = new Sha256();
        int blocks = size / Sha256.BLOCK;
        hash.update(message, 0, blocks / 2);
        hash.update(message, blocks / 2 * Sha256.BLOCK, blocks - blocks / 2);

        assertThat(hash.finish(message, blocks * Sha256.BLOCK))
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(message));
    }
}
