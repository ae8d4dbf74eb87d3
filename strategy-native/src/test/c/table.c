/* A library whose table is wrong in the way that a macro says; without one it is right. */
#include "interleave.h"

#ifndef NO_SYMBOL
static int idle(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) call;
    (void) ticks;
    (void) values;
    return INTERLEAVE_DONE;
}

static const enum interleave_type word = INTERLEAVE_WORD;
#ifdef UNKNOWN_TYPE
static const int type = 17;
#define PARAMETERS ((const enum interleave_type *) &type)
#elif defined(NO_PARAMETERS)
#define PARAMETERS NULL
#else
#define PARAMETERS (&word)
#endif

#ifndef NAME
#define NAME "idle"
#endif
#ifndef FLAGS
#define FLAGS 0
#endif
#ifndef PARAMETER_COUNT
#define PARAMETER_COUNT 1
#endif
#ifndef FUNCTION
#define FUNCTION idle
#endif
#ifndef ABI
#define ABI INTERLEAVE_ABI
#endif
#ifndef COUNT
#define COUNT (int32_t) (sizeof kernels / sizeof kernels[0])
#endif

static const interleave_kernel kernels[] = {
    {NAME, FLAGS, PARAMETER_COUNT, PARAMETERS, FUNCTION},
#ifdef TWICE
    {NAME, FLAGS, PARAMETER_COUNT, PARAMETERS, FUNCTION},
#endif
};

const interleave_kernels *interleave_register(void) {
    static const interleave_kernels all = {ABI, COUNT, kernels};
    (void) word;
#ifdef NO_TABLE
    (void) all;
    return NULL;
#else
    return &all;
#endif
}
#else
int interleave_registers_nothing(void) {
    return 0;
}
#endif
