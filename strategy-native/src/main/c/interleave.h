/*
 * Interleave's C API. A kernel is a C function that Interleave calls as the work of a task. This file is all that a
 * library of kernels needs:
 *
 *     #include "interleave.h"
 *
 *     static int twice(interleave_call *call, int64_t ticks, interleave_value *values) {
 *         (void) call;
 *         (void) ticks;
 *         values[0].word *= 2;
 *         return INTERLEAVE_DONE;
 *     }
 *
 *     INTERLEAVE_KERNELS(INTERLEAVE_KERNEL(twice, INTERLEAVE_RELEASES, INTERLEAVE_WORD))
 *
 * built with
 *
 *     cc -shared -fPIC -O2 -I DIRECTORY_OF_THIS_FILE -o libtwice.so twice.c
 *
 * A kernel runs on any thread, and on several threads at once, each with a call and with values of its own. So it keeps
 * no state in static variables. It may call any C function that can be called from several threads, but not longjmp out
 * of itself, and it ends no thread and no process. It is trusted: when it crashes, so does the process.
 *
 * C11, or C++11 where INTERLEAVE_KERNEL cannot be used and its structure is written out.
 */
#ifndef INTERLEAVE_H
#define INTERLEAVE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The version of everything below. A library that was built with another one is refused. */
#define INTERLEAVE_ABI 1

#ifdef __cplusplus
extern "C" {
#endif

/* The type of a parameter. Every parameter is in and out: what the kernel leaves in it is there at the next call. */
enum interleave_type {
    INTERLEAVE_WORD,  /* a 64-bit integer */
    INTERLEAVE_REALS, /* an array of doubles */
    INTERLEAVE_BYTES  /* an array of bytes */
};

/* One for each parameter. An array lies at an address that may differ from call to call; its data may be NULL only if its
 * length is 0. The kernel changes elements, but neither the pointer nor the length. */
typedef union interleave_value {
    int64_t word;
    struct {
        double *data;
        int64_t length;
    } reals;
    struct {
        uint8_t *data;
        int64_t length;
    } bytes;
} interleave_value;

/* What a kernel returns. Every other number counts as a failure. */
enum interleave_result {
    INTERLEAVE_FAILED = -1, /* what interleave_fail returns; the task fails, and no value of its counts */
    INTERLEAVE_AGAIN = 0,   /* not done: call again */
    INTERLEAVE_DONE = 1     /* the values are the result */
};

/* Flags of a kernel. 0: the lock is kept, the values are copies outside of Java's heap. ALLOWS_THREADS stands alone. */
#define INTERLEAVE_RELEASES 1u       /* Java releases the lock around each call, in strategies that release */
#define INTERLEAVE_ALLOWS_THREADS 2u /* releases it itself by the macros below; costs an upcall into Java each */
#define INTERLEAVE_CRITICAL 4u       /* short, without macros: arrays may lie in Java's heap, so none is copied */

/* A call. Opaque to kernels, which hand it on to the functions and macros below. */
typedef struct interleave_call interleave_call;

/*
 * A kernel: advances its values by about so many ticks (one is about 20 ns), at least by a step, and returns an
 * interleave_result. Between two calls Java passes a checkpoint and looks whether to stop. A kernel that does not care
 * computes everything in one call; then it should look at interleave_cancelled now and then.
 */
typedef int (*interleave_function)(interleave_call *call, int64_t ticks, interleave_value *values);

enum { INTERLEAVE_MOST_PARAMETERS = 64 };

typedef struct interleave_kernel {
    const char *name; /* in UTF-8; not empty; of one kernel only, over all libraries of a process */
    uint32_t flags;
    int32_t parameter_count; /* 0 to INTERLEAVE_MOST_PARAMETERS */
    const enum interleave_type *parameters;
    interleave_function function;
} interleave_kernel;

typedef struct interleave_kernels {
    uint32_t abi; /* INTERLEAVE_ABI */
    int32_t count;
    const interleave_kernel *kernels;
} interleave_kernels;

#define INTERLEAVE_EXPORT __attribute__((visibility("default")))

/* The one symbol that a library exports. What it returns stays as it is while the library is loaded. */
INTERLEAVE_EXPORT const interleave_kernels *interleave_register(void);

/* A kernel by the name of its function: the function, the flags, and the type of each parameter, at least one. */
#define INTERLEAVE_KERNEL(function, flags, ...) INTERLEAVE_NAMED_KERNEL(#function, function, flags, __VA_ARGS__)

/* The same by another name. */
#define INTERLEAVE_NAMED_KERNEL(name, function, flags, ...) \
    { \
        name, (flags), (int32_t) (sizeof((enum interleave_type[]) {__VA_ARGS__}) / sizeof(enum interleave_type)), \
            (const enum interleave_type[]) {__VA_ARGS__}, (function) \
    }

/* Makes the one symbol: stands once in a library, outside of all functions, with all of its kernels. */
#define INTERLEAVE_KERNELS(...) \
    static const interleave_kernel interleave_kernel_list[] = {__VA_ARGS__}; \
    const interleave_kernels *interleave_register(void) { \
        static const interleave_kernels all = { \
            INTERLEAVE_ABI, (int32_t) (sizeof interleave_kernel_list / sizeof interleave_kernel_list[0]), \
            interleave_kernel_list}; \
        return &all; \
    }

/* Private to this file and to Java, which lays it out by these offsets: 0, 4, 8, 264, 272, 280. */
struct interleave_call {
    volatile int32_t cancelled; /* set by another thread */
    int32_t code;
    char text[256];
    void (*release)(interleave_call *call); /* NULL where the lock is kept */
    void (*acquire)(interleave_call *call); /* NULL if release is */
    void *context;
};

/*
 * Around code that the giant lock is released for, as Py_BEGIN_ALLOW_THREADS and Py_END_ALLOW_THREADS do. They stand in
 * one block; no return, break or goto leads out between them, and they are not nested. Only in kernels with
 * INTERLEAVE_ALLOWS_THREADS. In strategies that keep the lock they do nothing.
 */
#define INTERLEAVE_BEGIN_ALLOW_THREADS(call) \
    { \
        interleave_call *const interleave_allowing = (call); \
        if (interleave_allowing->release != NULL) { \
            interleave_allowing->release(interleave_allowing); \
        }
#define INTERLEAVE_END_ALLOW_THREADS(call) \
        (void) (call); \
        if (interleave_allowing->acquire != NULL) { \
            interleave_allowing->acquire(interleave_allowing); \
        } \
    }

/* Whether the run was cancelled: the kernel should then return soon, whatever it returns. */
static inline int interleave_cancelled(const interleave_call *call) {
    return call->cancelled != 0;
}

/*
 * Says why the kernel fails: return interleave_fail(call, code, "why"). The code is the kernel's own. The text, in UTF-8,
 * is copied up to the last whole character within 255 bytes; NULL counts as empty. Returns INTERLEAVE_FAILED.
 */
static inline int interleave_fail(interleave_call *call, int code, const char *text) {
    size_t length = 0;
    if (text == NULL) {
        text = "";
    }
    while (length < sizeof call->text && text[length] != '\0') {
        length++;
    }
    if (length == sizeof call->text) {
        length--;
        while (length > 0 && ((unsigned char) text[length] & 0xc0u) == 0x80u) {
            length--;
        }
    }
    memcpy(call->text, text, length);
    call->text[length] = '\0';
    call->code = code;
    return INTERLEAVE_FAILED;
}

enum { INTERLEAVE_TICK_ROUNDS = 13 };

/*
 * Runs ticks, one of which is an interpreter instruction's worth of work: thirteen rounds of Marsaglia's 64-bit xorshift,
 * the same bits as org.interleave.core.Tick. Returns the state after them; runs none if ticks is not positive.
 */
static inline uint64_t interleave_run_ticks(uint64_t state, int64_t ticks) {
    for (int64_t left = ticks; left > 0; left--) {
        for (int round = 0; round < INTERLEAVE_TICK_ROUNDS; round++) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
        }
    }
    return state;
}

#ifdef __cplusplus
}
#define INTERLEAVE_STATIC_ASSERT static_assert
#else
#define INTERLEAVE_STATIC_ASSERT _Static_assert
#endif

INTERLEAVE_STATIC_ASSERT(sizeof(void *) == 8 && sizeof(enum interleave_type) == 4 && sizeof(interleave_value) == 16
        && sizeof(interleave_kernel) == 32 && sizeof(interleave_kernels) == 16, "Java reads tables by these sizes");
INTERLEAVE_STATIC_ASSERT(offsetof(struct interleave_call, text) == 8
        && offsetof(struct interleave_call, release) == 264 && offsetof(struct interleave_call, context) == 280
        && sizeof(struct interleave_call) == 288, "Java lays out calls by these offsets");

#endif
