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

enum { MOST_WORDS = 8 };

enum progress {
    READY = 0,        /* out of ticks, more to do */
    DONE = 1,         /* the first word is the result */
    INVALID_STATE = -1 /* no task has such a state; nothing was changed */
};

struct kernel {
    const char *name;
    int words; /* of its state, at most MOST_WORDS */
    int (*advance)(int64_t *state, int64_t ticks);
    const struct kernel *next;
};

/* Called while the library is loaded, which one thread does, before any kernel is looked up. */
void register_kernel(struct kernel *kernel);

/* The kernel of a name, or NULL. */
const struct kernel *find_kernel(const char *name);

/* The kernel that was registered last, or NULL; the others follow it. */
const struct kernel *all_kernels(void);

/* Makes a function of this file a kernel, by the function's own name. */
#define KERNEL(function, number_of_words) \
    __attribute__((constructor)) static void register_##function(void) { \
        static struct kernel kernel = {.name = #function, .words = (number_of_words), .advance = (function)}; \
        register_kernel(&kernel); \
    }

#endif
