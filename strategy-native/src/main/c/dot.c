#include "kernels.h"

enum { POSITION, A, B, SUM, PASSES };

/* Elements in a tick. An addition waits for the one before it, some four cycles. */
enum { ELEMENTS = 16 };

/*
 * The dot product of two arrays, so many times, added up from the first element to the last, so that it is Java's to the
 * bit. Compile with -ffp-contract=off: Java rounds after the multiplication.
 *
 * Values: a word, the products so far; reals of one length; reals of the other; one real, the sum so far; a word, how
 * often to go through the arrays. Result: the sum.
 */
int interleave_dot(interleave_call *call, int64_t ticks, interleave_value *values) {
    const double *a = values[A].reals.data;
    const double *b = values[B].reals.data;
    const int64_t length = values[A].reals.length;
    const int64_t passes = values[PASSES].word;
    int64_t position = values[POSITION].word;

    if (values[B].reals.length != length || values[SUM].reals.length != 1 || passes < 0
        || (length > 0 && passes > INT64_MAX / length) || position < 0 || position > passes * length) {
        return interleave_fail_invalid(call);
    }
    int64_t all = passes * length;
    int64_t left = all - position;
    int64_t now = ticks < left / ELEMENTS ? (ticks > 0 ? ticks : 1) * ELEMENTS : left;
    int64_t end = position + (now < left ? now : left);
    double sum = values[SUM].reals.data[0];
    while (position < end) {
        int64_t from = position % length;
        int64_t to = length - from < end - position ? length : from + end - position;
        position += to - from;
        for (int64_t i = from; i < to; i++) {
            sum += a[i] * b[i];
        }
    }
    values[SUM].reals.data[0] = sum;
    values[POSITION].word = position;
    return position == all ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}
