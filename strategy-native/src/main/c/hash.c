#include "kernels.h"

enum { POSITION, DATA, CONTEXT, DIGEST };

/* In bytes: a block, the state that the context begins with, the length at the end of the last block. */
enum { BLOCK = 64, STATE = 32, LENGTH = 8 };

/* Ticks for a block. */
enum { TICKS = 12 };

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static const uint32_t first_state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static uint32_t rotate(uint32_t word, int bits) {
    return word >> bits | word << (32 - bits);
}

static uint32_t read_word(const uint8_t *bytes) {
    return (uint32_t) bytes[0] << 24 | (uint32_t) bytes[1] << 16 | (uint32_t) bytes[2] << 8 | bytes[3];
}

static void write_word(uint8_t *bytes, uint32_t word) {
    bytes[0] = (uint8_t) (word >> 24);
    bytes[1] = (uint8_t) (word >> 16);
    bytes[2] = (uint8_t) (word >> 8);
    bytes[3] = (uint8_t) word;
}

/* The compression function, in the names of FIPS 180-4, section 6.2.2. */
static void compress(uint32_t state[8], const uint8_t *block) {
    uint32_t w[64];
    for (int t = 0; t < 16; t++) {
        w[t] = read_word(block + 4 * t);
    }
    for (int t = 16; t < 64; t++) {
        uint32_t s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int t = 0; t < 64; t++) {
        uint32_t sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        uint32_t t1 = h + sum1 + ((e & f) ^ (~e & g)) + constants[t] + w[t];
        uint32_t sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        uint32_t t2 = sum0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
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

/* The rest of the data, a one bit, zeros, and the length in bits. */
static void finish(uint32_t state[8], const uint8_t *rest, int64_t size, int64_t length, uint8_t *digest) {
    uint8_t blocks[2 * BLOCK] = {0};
    if (size > 0) {
        memcpy(blocks, rest, (size_t) size);
    }
    blocks[size] = 0x80;
    int total = size + 1 + LENGTH <= BLOCK ? BLOCK : 2 * BLOCK;
    uint64_t bits = (uint64_t) length * 8;
    write_word(blocks + total - 8, (uint32_t) (bits >> 32));
    write_word(blocks + total - 4, (uint32_t) bits);
    for (int offset = 0; offset < total; offset += BLOCK) {
        compress(state, blocks + offset);
    }
    for (int i = 0; i < 8; i++) {
        write_word(digest + 4 * i, state[i]);
    }
}

/*
 * SHA-256, block by block.
 *
 * Values: a word, how many bytes are hashed (0 at first); the data; bytes that keep the state between calls, at least
 * 32; 32 bytes for the digest. Result: the digest.
 */
int interleave_hash(interleave_call *call, int64_t ticks, interleave_value *values) {
    const uint8_t *data = values[DATA].bytes.data;
    const int64_t length = values[DATA].bytes.length;
    int64_t position = values[POSITION].word;
    uint32_t state[8];

    if (position < 0 || position > length || position % BLOCK != 0 || values[CONTEXT].bytes.length < STATE
        || values[DIGEST].bytes.length != STATE) {
        return interleave_fail_invalid(call);
    }
    memcpy(state, position == 0 ? (const void *) first_state : values[CONTEXT].bytes.data, STATE);
    int64_t blocks = ticks > TICKS ? ticks / TICKS : 1;
    for (; blocks > 0 && length - position >= BLOCK; blocks--) {
        compress(state, data + position);
        position += BLOCK;
    }
    int done = blocks > 0;
    if (done) {
        finish(state, position < length ? data + position : NULL, length - position, length, values[DIGEST].bytes.data);
        position = length;
    }
    memcpy(values[CONTEXT].bytes.data, state, STATE);
    values[POSITION].word = position;
    return done ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}
