#include "kernels.h"
#include "tick.h"

enum { COUNT, STATE, LIMIT };

/*
 * Runs the tick and counts how often, up to a limit: for a task that is stopped sooner or later.
 *
 * words: ticks so far, the tick's state, limit; result: ticks so far
 */
static int spin(int64_t *state, int64_t ticks) {
    int64_t left = state[LIMIT] - state[COUNT];
    int64_t now = ticks < left ? ticks : left;
    state[STATE] = run_ticks(state[STATE], now);
    state[COUNT] += now;
    return state[COUNT] == state[LIMIT] ? DONE : READY;
}

KERNEL(spin, 3)
