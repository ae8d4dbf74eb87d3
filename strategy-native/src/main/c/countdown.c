#include "kernels.h"
#include "tick.h"

enum { STATE, REMAINING };

/*
 * Runs the tick for a number of times: nothing but computing.
 *
 * words: the tick's state, how many ticks remain; result: the tick's state
 */
static int countdown(int64_t *state, int64_t ticks) {
    int64_t now = ticks < state[REMAINING] ? ticks : state[REMAINING];
    state[STATE] = run_ticks(state[STATE], now);
    state[REMAINING] -= now;
    return state[REMAINING] == 0 ? DONE : READY;
}

KERNEL(countdown, 2)
