/*
 * The kernels that are built in, as functions. A new one takes a file of its own, a line here and a line in builtin.c.
 * Integers overflow as they do in Java: compile with -fwrapv.
 */
#ifndef INTERLEAVE_KERNELS_H
#define INTERLEAVE_KERNELS_H

#include "interleave.h"

/* Codes of failures. */
enum {
    INTERLEAVE_INVALID_STATE = 1, /* no task has such values; none was changed */
    INTERLEAVE_NO_INSTANCE = 2,   /* the strategy has no interpreter instances */
    INTERLEAVE_WRONG_MESSAGE = 3  /* another message was next */
};

int interleave_countdown(interleave_call *call, int64_t ticks, interleave_value *values);
int interleave_countdown_allowing(interleave_call *call, int64_t ticks, interleave_value *values);
int interleave_primes(interleave_call *call, int64_t ticks, interleave_value *values);
int interleave_spin(interleave_call *call, int64_t ticks, interleave_value *values);
int interleave_dot(interleave_call *call, int64_t ticks, interleave_value *values);
int interleave_hash(interleave_call *call, int64_t ticks, interleave_value *values);
int interleave_session_totals(interleave_call *call, int64_t ticks, interleave_value *values);
int interleave_nothing(interleave_call *call, int64_t ticks, interleave_value *values);
int interleave_nothing_allowing(interleave_call *call, int64_t ticks, interleave_value *values);
int interleave_produce(interleave_call *call, int64_t ticks, interleave_value *values);
int interleave_consume(interleave_call *call, int64_t ticks, interleave_value *values);

static inline int interleave_fail_invalid(interleave_call *call) {
    return interleave_fail(call, INTERLEAVE_INVALID_STATE, "a state that no task has");
}

#endif
