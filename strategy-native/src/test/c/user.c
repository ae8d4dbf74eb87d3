/* A library as a user writes it: a kernel for each type of parameter, and one that lets go of the lock by itself. */
#include "interleave.h"

enum { POSITION, NUMBERS, FACTOR };

/* Words: position. Reals: numbers that become multiples of themselves, and the factor. */
static int scale(interleave_call *call, int64_t ticks, interleave_value *values) {
    const int64_t length = values[NUMBERS].reals.length;
    int64_t position = values[POSITION].word;
    if (values[FACTOR].reals.length != 1) {
        return interleave_fail(call, 1, "the factor is one number");
    }
    for (; ticks > 0 && position < length; ticks--) {
        values[NUMBERS].reals.data[position++] *= values[FACTOR].reals.data[0];
    }
    values[POSITION].word = position;
    return position == length ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}

/* Bytes that are turned round. */
static int reverse(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) call;
    (void) ticks;
    uint8_t *bytes = values[0].bytes.data;
    for (int64_t i = 0, k = values[0].bytes.length - 1; i < k; i++, k--) {
        uint8_t byte = bytes[i];
        bytes[i] = bytes[k];
        bytes[k] = byte;
    }
    return INTERLEAVE_DONE;
}

/* Words: what to double, how often. */
static int doubled(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) ticks;
    INTERLEAVE_BEGIN_ALLOW_THREADS(call)
    while (values[1].word > 0 && !interleave_cancelled(call)) {
        values[0].word *= 2;
        values[1].word--;
    }
    INTERLEAVE_END_ALLOW_THREADS(call)
    return values[1].word == 0 ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}

INTERLEAVE_KERNELS(
    INTERLEAVE_KERNEL(scale, INTERLEAVE_RELEASES | INTERLEAVE_CRITICAL, INTERLEAVE_WORD, INTERLEAVE_REALS,
                      INTERLEAVE_REALS),
    INTERLEAVE_NAMED_KERNEL("reverse-bytes", reverse, INTERLEAVE_RELEASES, INTERLEAVE_BYTES),
    INTERLEAVE_KERNEL(doubled, INTERLEAVE_ALLOWS_THREADS, INTERLEAVE_WORD, INTERLEAVE_WORD))
