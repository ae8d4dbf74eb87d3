#include "kernels.h"

enum { FOUND, CANDIDATE, STEP, LIMIT, DIVISOR };

int primes(int64_t *state, int64_t ticks) {
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
