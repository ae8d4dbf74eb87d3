#include "interleave.h"

enum { SUM, LEFT };

/* Adds up the squares of the numbers from the given one down to 1, a number for each tick. Words: the sum, the number. */
static int run(interleave_call *call, int64_t ticks, interleave_value *values) {
    if (values[LEFT].word < 0) {
        return interleave_fail(call, 1, "the number is negative");
    }
    uint64_t sum = (uint64_t) values[SUM].word;
    uint64_t left = (uint64_t) values[LEFT].word;
    for (int64_t tick = 0; tick < ticks && left > 0; tick++, left--) {
        sum += left * left;
    }
    values[SUM].word = (int64_t) sum;
    values[LEFT].word = (int64_t) left;
    return left == 0 ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}

INTERLEAVE_KERNELS(INTERLEAVE_NAMED_KERNEL("squares", run, INTERLEAVE_RELEASES, INTERLEAVE_WORD, INTERLEAVE_WORD))
