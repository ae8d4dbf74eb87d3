#define _POSIX_C_SOURCE 200809L
#include "giant_lock.h"

#include <errno.h>

#include "deadline.h"

int giant_lock_init(struct giant_lock *lock, int64_t switch_interval_nanos) {
    int error = pthread_mutex_init(&lock->mutex, NULL);
    if (error != 0) {
        return error;
    }
    error = deadline_cond_init(&lock->released);
    if (error != 0) {
        pthread_mutex_destroy(&lock->mutex);
        return error;
    }
    error = deadline_cond_init(&lock->switched);
    if (error != 0) {
        pthread_cond_destroy(&lock->released);
        pthread_mutex_destroy(&lock->mutex);
        return error;
    }
    lock->switch_interval = switch_interval_nanos;
    lock->held = 0;
    lock->taken = 0;
    lock->switches = 0;
    atomic_init(&lock->drop_request, 0);
    atomic_init(&lock->forced_switches, 0);
    return 0;
}

void giant_lock_destroy(struct giant_lock *lock) {
    pthread_cond_destroy(&lock->switched);
    pthread_cond_destroy(&lock->released);
    pthread_mutex_destroy(&lock->mutex);
}

/* Waits with the mutex until nobody holds the lock, asking for it after every interval without a switch. */
static void take(struct giant_lock *lock) {
    while (lock->held) {
        uint64_t before = lock->switches;
        struct timespec deadline = deadline_after(lock->switch_interval);
        int waited = pthread_cond_timedwait(&lock->released, &lock->mutex, &deadline);
        if (waited == ETIMEDOUT && lock->held && lock->switches == before) {
            atomic_store_explicit(&lock->drop_request, 1, memory_order_relaxed);
        }
    }
    lock->held = 1;
    atomic_store_explicit(&lock->drop_request, 0, memory_order_relaxed);
    pthread_t self = pthread_self();
    if (!lock->taken || !pthread_equal(lock->last_holder, self)) {
        lock->taken = 1;
        lock->last_holder = self;
        lock->switches++;
        pthread_cond_broadcast(&lock->switched);
    }
}

void giant_lock_acquire(struct giant_lock *lock) {
    pthread_mutex_lock(&lock->mutex);
    take(lock);
    pthread_mutex_unlock(&lock->mutex);
}

void giant_lock_release(struct giant_lock *lock) {
    pthread_mutex_lock(&lock->mutex);
    lock->held = 0;
    pthread_cond_signal(&lock->released);
    pthread_mutex_unlock(&lock->mutex);
}

/* Whoever asked is still waiting: it would have withdrawn its request by taking the lock. So a switch will come. */
void giant_lock_checkpoint(struct giant_lock *lock) {
    if (!atomic_load_explicit(&lock->drop_request, memory_order_relaxed)) {
        return;
    }
    pthread_mutex_lock(&lock->mutex);
    uint64_t before = lock->switches;
    lock->held = 0;
    atomic_fetch_add_explicit(&lock->forced_switches, 1, memory_order_relaxed);
    pthread_cond_signal(&lock->released);
    while (lock->switches == before) {
        pthread_cond_wait(&lock->switched, &lock->mutex);
    }
    take(lock);
    pthread_mutex_unlock(&lock->mutex);
}

int64_t giant_lock_forced_switches(const struct giant_lock *lock) {
    return atomic_load_explicit(&lock->forced_switches, memory_order_relaxed);
}
