/*
 * Kernels: tasks written in C. Each is the twin of a task in Java and has the task's own shape.
 *
 * A kernel advances a state of 64-bit words by at most a number of ticks and says whether it is done; when it is, the
 * first word is the result. It keeps nothing elsewhere, so that it can be put down after any number of ticks, and runs
 * on any number of threads. Integers overflow as in Java: compile with -fwrapv.
 */
#ifndef INTERLEAVE_KERNELS_H
#define INTERLEAVE_KERNELS_H

#include <stdint.h>

enum progress {
    READY = 0,        /* out of ticks, more to do */
    DONE = 1,         /* the first word is the result */
    INVALID_STATE = -1 /* no task has such a state; nothing was changed */
};

/*
 * Runs the tick for a number of times: nothing but computing.
 *
 * words: the tick's state, how many ticks remain; result: the tick's state
 */
int countdown(int64_t *state, int64_t ticks);

/*
 * Counts the primes of an arithmetic progression by trial division. A tick is one division.
 *
 * words: primes found, candidate (at least 2), step (at least 1), limit (exclusive), divisor (at least 2, where the
 * candidate's divisions go on); result: primes found
 */
int primes(int64_t *state, int64_t ticks);

/*
 * Runs the tick and counts how often, up to a limit: for a task that is stopped sooner or later.
 *
 * words: ticks so far, the tick's state, limit; result: ticks so far
 */
int spin(int64_t *state, int64_t ticks);

#endif
