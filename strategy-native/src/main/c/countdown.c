#include "kernels.h"

enum { STATE, REMAINING };

static void run(interleave_value *values, int64_t ticks) {
    values[STATE].word = (int64_t) interleave_run_ticks((uint64_t) values[STATE].word, ticks);
    values[REMAINING].word -= ticks;
}

static int64_t now(const interleave_value *values, int64_t ticks) {
    return ticks < values[REMAINING].word ? ticks : values[REMAINING].word;
}

static int progress(const interleave_value *values) {
    return values[REMAINING].word == 0 ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}

/*
 * Runs the tick for a number of times: nothing but computing.
 *
 * Words: the tick's state, how many ticks remain. Result: the tick's state.
 */
int interleave_countdown(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) call;
    run(values, now(values, ticks));
    return progress(values);
}

/* The same, with the lock released by the macros. */
int interleave_countdown_allowing(interleave_call *call, int64_t ticks, interleave_value *values) {
    INTERLEAVE_BEGIN_ALLOW_THREADS(call)
    run(values, now(values, ticks));
    INTERLEAVE_END_ALLOW_THREADS(call)
    return progress(values);
}
