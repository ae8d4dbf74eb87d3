/*
 * A mailbox: a stack of messages that any number of threads put something on, and from which all is taken at once, the
 * newest first. Neither takes a lock, unless somebody waits.
 */
#ifndef INTERLEAVE_MAILBOX_H
#define INTERLEAVE_MAILBOX_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "instance.h"

struct interleave_message {
    interleave_message *next;
    interleave_instance *owner; /* whose memory it lies in */
    int64_t size;               /* of the bytes that follow */
    int64_t unused;             /* so that these are aligned to 16 */
};

struct mailbox {
    _Alignas(64) _Atomic(interleave_message *) newest;
    atomic_int waiting;
    pthread_mutex_t mutex; /* held to wait and to wake */
    pthread_cond_t filled;
};

/* Returns 0 or an error number. */
int mailbox_init(struct mailbox *mailbox);
void mailbox_destroy(struct mailbox *mailbox);

/* Puts a message in; 0 if the mailbox is closed. */
int mailbox_put(struct mailbox *mailbox, interleave_message *message);

/* Takes all messages out, or NULL. Not after the mailbox was closed. */
interleave_message *mailbox_take(struct mailbox *mailbox);

/* Takes all messages out, and no more in. */
interleave_message *mailbox_close(struct mailbox *mailbox);

/* Waits until there is a message, at most so long, or for less. */
void mailbox_await(struct mailbox *mailbox, int64_t nanos);

#endif
