/* The lock of an instance: the giant lock of CPython since 3.2, as TimedLock is in Java. */
#ifndef INTERLEAVE_GIANT_LOCK_H
#define INTERLEAVE_GIANT_LOCK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

struct giant_lock {
    pthread_mutex_t mutex;   /* guards what has no other guard */
    pthread_cond_t released; /* signalled when nobody holds it any more */
    pthread_cond_t switched; /* signalled when another thread has taken it */
    int64_t switch_interval; /* in nanoseconds */
    int held;
    int taken;             /* whether anyone ever held it, which gives last_holder a meaning */
    pthread_t last_holder;
    uint64_t switches;     /* how often another thread took it than the time before */
    atomic_int drop_request; /* set by a waiter, read by the holder at every checkpoint */
    atomic_llong forced_switches;
};

/* Returns 0 or an error number. */
int giant_lock_init(struct giant_lock *lock, int64_t switch_interval_nanos);
void giant_lock_destroy(struct giant_lock *lock);
void giant_lock_acquire(struct giant_lock *lock);
void giant_lock_release(struct giant_lock *lock);
void giant_lock_checkpoint(struct giant_lock *lock);
int64_t giant_lock_forced_switches(const struct giant_lock *lock);

#endif
