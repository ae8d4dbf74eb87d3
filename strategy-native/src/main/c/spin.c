#include "kernels.h"

enum { COUNT, STATE, LIMIT };

/*
 * Runs the tick and counts how often, up to a limit: for a task that is stopped sooner or later.
 *
 * Words: ticks so far, the tick's state, limit. Result: ticks so far.
 */
int interleave_spin(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) call;
    int64_t left = values[LIMIT].word - values[COUNT].word;
    int64_t now = ticks < left ? ticks : left;
    values[STATE].word = (int64_t) interleave_run_ticks((uint64_t) values[STATE].word, now);
    values[COUNT].word += now;
    return values[COUNT].word == values[LIMIT].word ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}
