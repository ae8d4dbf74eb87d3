#include "kernels.h"

enum { COUNT, STATE, LIMIT };

/* About a fifth of a millisecond: how long it may go on once it should stop. */
enum { CHUNK = 10000 };

/*
 * Runs the tick and counts how often, up to a limit or until it should stop.
 *
 * Words: ticks so far, the tick's state, limit. Result: ticks so far.
 */
int interleave_spin(interleave_call *call, int64_t ticks, interleave_value *values) {
    int64_t left = values[LIMIT].word - values[COUNT].word;
    int64_t end = values[COUNT].word + (ticks < left ? ticks : left);
    do {
        int64_t rest = end - values[COUNT].word;
        int64_t now = rest < CHUNK ? rest : CHUNK;
        values[STATE].word = (int64_t) interleave_run_ticks((uint64_t) values[STATE].word, now);
        values[COUNT].word += now;
    } while (values[COUNT].word < end && !interleave_cancelled(call));
    return values[COUNT].word == values[LIMIT].word ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}
