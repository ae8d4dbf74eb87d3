#include "kernels.h"

enum { FOUND, CANDIDATE, STEP, LIMIT, DIVISOR };

/*
 * Counts the primes of an arithmetic progression by trial division. A tick is one division.
 *
 * Words: primes found, candidate (at least 2), step (at least 1), limit (exclusive), divisor (at least 2, where the
 * candidate's divisions go on). Result: primes found.
 */
int interleave_primes(interleave_call *call, int64_t ticks, interleave_value *values) {
    int64_t found = values[FOUND].word;
    int64_t candidate = values[CANDIDATE].word;
    int64_t divisor = values[DIVISOR].word;
    const int64_t step = values[STEP].word;
    const int64_t limit = values[LIMIT].word;
    int progress = INTERLEAVE_DONE;

    /* The first would divide by zero, the others never end. */
    if (divisor < 2 || candidate < 2 || step < 1) {
        return interleave_fail_invalid(call);
    }
    while (candidate < limit) {
        if (divisor * divisor > candidate) {
            found++;
            candidate += step;
            divisor = 2;
        } else if (ticks == 0) {
            progress = INTERLEAVE_AGAIN;
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
    values[FOUND].word = found;
    values[CANDIDATE].word = candidate;
    values[DIVISOR].word = divisor;
    return progress;
}
