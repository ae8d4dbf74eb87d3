/* Waits with a deadline, by a clock that nobody sets where there is one. */
#ifndef INTERLEAVE_DEADLINE_H
#define INTERLEAVE_DEADLINE_H

#include <pthread.h>
#include <stdint.h>
#include <time.h>

#ifdef __APPLE__
#define DEADLINE_CLOCK CLOCK_REALTIME /* conditions have no other there */
#else
#define DEADLINE_CLOCK CLOCK_MONOTONIC
#endif

/* Makes a condition for pthread_cond_timedwait with deadlines. Returns 0 or an error number. */
static inline int deadline_cond_init(pthread_cond_t *condition) {
    pthread_condattr_t attributes;
    int error = pthread_condattr_init(&attributes);
    if (error != 0) {
        return error;
    }
#ifndef __APPLE__
    error = pthread_condattr_setclock(&attributes, DEADLINE_CLOCK);
#endif
    if (error == 0) {
        error = pthread_cond_init(condition, &attributes);
    }
    pthread_condattr_destroy(&attributes);
    return error;
}

/* A number of nanoseconds from now, which is not negative. */
static inline struct timespec deadline_after(int64_t nanos) {
    enum { SECOND = 1000000000 };
    struct timespec time;
    clock_gettime(DEADLINE_CLOCK, &time);
    time.tv_sec += (time_t) (nanos / SECOND);
    time.tv_nsec += (long) (nanos % SECOND);
    if (time.tv_nsec >= SECOND) {
        time.tv_sec++;
        time.tv_nsec -= SECOND;
    }
    return time;
}

#endif
