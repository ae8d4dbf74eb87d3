#include "interleave.h"

enum { STATE, LEFT };

/*
 * Advances a generator of random numbers. Words: its state, which is the result; how many ticks are left.
 *
 * It is called again and again, does about as much as its ticks allow each time, leaves in its values where it has come to,
 * and says whether there is more to do. Put the work of your own in place of interleave_run_ticks.
 */
static int run(interleave_call *call, int64_t ticks, interleave_value *values) {
    int64_t left = values[LEFT].word;
    if (left < 0) {
        return interleave_fail(call, 1, "the number of ticks is negative");
    }
    int64_t now = ticks < left ? ticks : left;
    values[STATE].word = (int64_t) interleave_run_ticks((uint64_t) values[STATE].word, now);
    values[LEFT].word = left - now;
    return values[LEFT].word == 0 ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}

/* With INTERLEAVE_RELEASES the giant lock is released around each call, by strategies that release; with 0 it is kept. */
INTERLEAVE_KERNELS(INTERLEAVE_NAMED_KERNEL("@NAME@", run, INTERLEAVE_RELEASES, INTERLEAVE_WORD, INTERLEAVE_WORD))
