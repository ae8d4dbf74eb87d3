#include "kernels.h"

enum { FOUND, CANDIDATE, STEP, LIMIT, DIVISOR };

/*
 * Counts the primes of an arithmetic progression by trial division. A tick is one division.
 *
 * words: primes found, candidate (at least 2), step (at least 1), limit (exclusive), divisor (at least 2, where the
 * candidate's divisions go on); result: primes found
 */
static int primes(int64_t *state, int64_t ticks) {
    int64_t found = state[FOUND];
    int64_t candidate = state[CANDIDATE];
    int64_t divisor = state[DIVISOR];
    const int64_t step = state[STEP];
    const int64_t limit = state[LIMIT];
    int progress = DONE;

    /* The first would divide by zero, the others never end. */
    if (divisor < 2 || candidate < 2 || step < 1) {
        return INVALID_STATE;
    }
    while (candidate < limit) {
        if (divisor * divisor > candidate) {
            found++;
            candidate += step;
            divisor = 2;
        } else if (ticks == 0) {
            progress = READY;
            break;
        } else {
            ticks--;
            if (candidate % divisor == 0) {
                candidate += step;
                divisor = 2;
            } else {
                divisor++;
            }
        }
    }
    state[FOUND] = found;
    state[CANDIDATE] = candidate;
    state[DIVISOR] = divisor;
    return progress;
}

KERNEL(primes, 5)
