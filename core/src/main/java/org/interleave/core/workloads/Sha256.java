package org.interleave.core.workloads;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * SHA-256, which can be put down between two blocks of a message. Written out, since a task has to be copied with its state, and
 * so that it does the same work as its twin in C. Used by one thread at a time.
 *
 * @see <a href="https://doi.org/10.6028/NIST.FIPS.180-4">FIPS 180-4, Secure Hash Standard</a>
 */
final class Sha256 implements Serializable {

    /** Bytes of a block. */
    static final int BLOCK = 64;

    private static final long serialVersionUID = 1;

    private static final int WORDS_OF_BLOCK = BLOCK / Integer.BYTES;

    /** The first bits of the fractional parts of the cube roots of the first 64 primes. */
    private static final int[] CONSTANTS = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
        0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
        0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
        0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
        0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
        0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
        0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2
    };

    /** Those of the square roots of the first eight primes, at first. */
    private final int[] state = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
    };

    private final int[] schedule = new int[CONSTANTS.length];

    /**
     * Takes whole blocks of a message.
     *
     * @param from where the first begins
     * @param blocks how many, all of which have to be there
     */
    void update(byte[] message, int from, int blocks) {
        for (int block = 0; block < blocks; block++) {
            take(message, from + block * BLOCK);
        }
    }

    /**
     * Takes the end of a message, after all its whole blocks.
     *
     * @param from where the rest begins, less than a block before the end
     * @return the 32 bytes of the hash
     */
    byte[] finish(byte[] message, int from) {
        int rest = message.length - from;
        ByteBuffer padded = ByteBuffer.allocate(rest + 1 + Long.BYTES <= BLOCK ? BLOCK : 2 * BLOCK);
        padded.put(message, from, rest).put((byte) 0x80);
        padded.putLong(padded.capacity() - Long.BYTES, (long) message.length * Byte.SIZE);
        update(padded.array(), 0, padded.capacity() / BLOCK);
        ByteBuffer hash = ByteBuffer.allocate(state.length * Integer.BYTES);
        hash.asIntBuffer().put(state);
        return hash.array();
    }

    private void take(byte[] message, int from) {
        expand(message, from);
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        int f = state[5];
        int g = state[6];
        int h = state[7];
        for (int round = 0; round < CONSTANTS.length; round++) {
            int sum1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
            int first = h + sum1 + ((e & f) ^ (~e & g)) + CONSTANTS[round] + schedule[round];
            int sum0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
            int second = sum0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + first;
            d = c;
            c = b;
            b = a;
            a = first + second;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    /** Makes a word for each round from a block. */
    private void expand(byte[] message, int from) {
        ByteBuffer block = ByteBuffer.wrap(message, from, BLOCK);
        for (int i = 0; i < WORDS_OF_BLOCK; i++) {
            schedule[i] = block.getInt();
        }
        for (int i = WORDS_OF_BLOCK; i < schedule.length; i++) {
            int before15 = schedule[i - 15];
            int before2 = schedule[i - 2];
            int sigma0 = Integer.rotateRight(before15, 7) ^ Integer.rotateRight(before15, 18) ^ (before15 >>> 3);
            int sigma1 = Integer.rotateRight(before2, 17) ^ Integer.rotateRight(before2, 19) ^ (before2 >>> 10);
            schedule[i] = schedule[i - 16] + sigma0 + schedule[i - 7] + sigma1;
        }
    }
}
