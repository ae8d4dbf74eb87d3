/*
 * One interpreter instruction's worth of work: thirteen rounds of Marsaglia's 64-bit xorshift, the same bits as
 * org.interleave.core.Tick.
 */
#ifndef INTERLEAVE_TICK_H
#define INTERLEAVE_TICK_H

#include <stdint.h>

enum { ROUNDS = 13 };

/* The state after a number of ticks; none if not positive. */
static inline int64_t run_ticks(int64_t state, int64_t ticks) {
    uint64_t x = (uint64_t) state;
    for (int64_t left = ticks; left > 0; left--) {
        for (int round = 0; round < ROUNDS; round++) {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
        }
    }
    return (int64_t) x;
}

#endif
