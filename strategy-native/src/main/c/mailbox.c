#define _POSIX_C_SOURCE 200809L
#include "mailbox.h"

#include "deadline.h"

_Static_assert(sizeof(interleave_message) == 32, "a message's bytes are aligned to 16");

/* Stands in the place of the newest message when the mailbox is closed. */
static interleave_message closed;

int mailbox_init(struct mailbox *mailbox) {
    atomic_init(&mailbox->newest, NULL);
    atomic_init(&mailbox->waiting, 0);
    int error = pthread_mutex_init(&mailbox->mutex, NULL);
    if (error != 0) {
        return error;
    }
    error = deadline_cond_init(&mailbox->filled);
    if (error != 0) {
        pthread_mutex_destroy(&mailbox->mutex);
    }
    return error;
}

void mailbox_destroy(struct mailbox *mailbox) {
    pthread_cond_destroy(&mailbox->filled);
    pthread_mutex_destroy(&mailbox->mutex);
}

int mailbox_put(struct mailbox *mailbox, interleave_message *message) {
    interleave_message *newest = atomic_load_explicit(&mailbox->newest, memory_order_relaxed);
    do {
        if (newest == &closed) {
            return 0;
        }
        message->next = newest;
    } while (!atomic_compare_exchange_weak(&mailbox->newest, &newest, message));
    /* Either this sees who waits, or who waits has seen the message: both put down their own first, in one order. */
    if (atomic_load(&mailbox->waiting) != 0) {
        pthread_mutex_lock(&mailbox->mutex);
        pthread_cond_broadcast(&mailbox->filled);
        pthread_mutex_unlock(&mailbox->mutex);
    }
    return 1;
}

interleave_message *mailbox_take(struct mailbox *mailbox) {
    /* An exchange claims the cache line also when there is nothing to take. */
    if (atomic_load_explicit(&mailbox->newest, memory_order_relaxed) == NULL) {
        return NULL;
    }
    return atomic_exchange_explicit(&mailbox->newest, NULL, memory_order_acquire);
}

interleave_message *mailbox_close(struct mailbox *mailbox) {
    interleave_message *newest = atomic_exchange_explicit(&mailbox->newest, &closed, memory_order_acquire);
    return newest == &closed ? NULL : newest;
}

void mailbox_await(struct mailbox *mailbox, int64_t nanos) {
    struct timespec deadline = deadline_after(nanos);
    pthread_mutex_lock(&mailbox->mutex);
    atomic_fetch_add(&mailbox->waiting, 1);
    if (atomic_load(&mailbox->newest) == NULL) {
        pthread_cond_timedwait(&mailbox->filled, &mailbox->mutex, &deadline);
    }
    atomic_fetch_sub(&mailbox->waiting, 1);
    pthread_mutex_unlock(&mailbox->mutex);
}
