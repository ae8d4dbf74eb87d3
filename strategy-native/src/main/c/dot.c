#include "kernels.h"

enum { POSITION, A, B, SUM };

/* Elements in a tick. An addition waits for the one before it, some four cycles. */
enum { ELEMENTS = 16 };

/*
 * The dot product of two arrays, added up from the first element to the last, so that it is Java's to the bit. Compile
 * with -ffp-contract=off: Java rounds after the multiplication.
 *
 * Values: a word, where to go on; reals of one length; reals of the other; one real, the sum so far. Result: the sum.
 */
int interleave_dot(interleave_call *call, int64_t ticks, interleave_value *values) {
    const double *a = values[A].reals.data;
    const double *b = values[B].reals.data;
    const int64_t length = values[A].reals.length;
    int64_t position = values[POSITION].word;

    if (values[B].reals.length != length || values[SUM].reals.length != 1 || position < 0 || position > length) {
        return interleave_fail_invalid(call);
    }
    int64_t left = length - position;
    int64_t end = ticks < left / ELEMENTS ? position + (ticks > 0 ? ticks : 1) * ELEMENTS : length;
    if (end > length) {
        end = length;
    }
    double sum = values[SUM].reals.data[0];
    for (; position < end; position++) {
        sum += a[position] * b[position];
    }
    values[SUM].reals.data[0] = sum;
    values[POSITION].word = position;
    return position == length ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}
