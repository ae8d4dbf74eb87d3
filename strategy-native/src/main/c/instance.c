#define _POSIX_C_SOURCE 200809L
#include "instance.h"

#include <errno.h>

#include "giant_lock.h"
#include "mailbox.h"
#include "memory.h"

struct interleave_instance {
    struct giant_lock lock;
    struct memory memory;     /* guarded by the lock */
    struct mailbox returned;  /* messages that receivers gave back */
    interleave_thread *first; /* the thread made last, which leads to the others; guarded by the lock */
};

struct interleave_thread {
    interleave_instance *instance;
    interleave_thread *next; /* in the instance */
    interleave_thread *const *threads;
    int32_t count;
    struct mailbox inbox;
    interleave_message *received; /* oldest first; taken out of the inbox by this thread, and touched by no other */
};

/* Where the instance ends and its memory begins, so that neither shares a cache line with the other. */
static const int64_t own_size = (sizeof(interleave_instance) + INTERLEAVE_INSTANCE_ALIGNMENT - 1)
        / INTERLEAVE_INSTANCE_ALIGNMENT * INTERLEAVE_INSTANCE_ALIGNMENT;

int64_t interleave_instance_size(int32_t threads) {
    return own_size + MEMORY_OVERHEAD + threads * memory_room(sizeof(interleave_thread));
}

int interleave_instance_create(void *address, int64_t size, int64_t switch_interval_nanos) {
    if ((uintptr_t) address % INTERLEAVE_INSTANCE_ALIGNMENT != 0 || size < interleave_instance_size(0)
        || switch_interval_nanos <= 0) {
        return EINVAL;
    }
    interleave_instance *instance = address;
    int error = giant_lock_init(&instance->lock, switch_interval_nanos);
    if (error != 0) {
        return error;
    }
    error = mailbox_init(&instance->returned);
    if (error != 0) {
        giant_lock_destroy(&instance->lock);
        return error;
    }
    instance->first = NULL;
    memory_init(&instance->memory, (char *) address + own_size, size - own_size);
    return 0;
}

void interleave_instance_destroy(interleave_instance *instance) {
    for (interleave_thread *thread = instance->first; thread != NULL; thread = thread->next) {
        mailbox_destroy(&thread->inbox);
    }
    mailbox_destroy(&instance->returned);
    giant_lock_destroy(&instance->lock);
}

void interleave_instance_acquire(interleave_instance *instance) {
    giant_lock_acquire(&instance->lock);
}

void interleave_instance_release(interleave_instance *instance) {
    giant_lock_release(&instance->lock);
}

void interleave_instance_checkpoint(interleave_instance *instance) {
    giant_lock_checkpoint(&instance->lock);
}

int64_t interleave_instance_forced_switches(const interleave_instance *instance) {
    return giant_lock_forced_switches(&instance->lock);
}

/* Memory of the instance, after taking in what was given back if nothing else is free. */
static void *allocate(interleave_instance *instance, int64_t size) {
    void *block = memory_allocate(&instance->memory, size);
    if (block == NULL) {
        interleave_message *message = mailbox_take(&instance->returned);
        while (message != NULL) {
            interleave_message *next = message->next;
            memory_free(&instance->memory, message);
            message = next;
        }
        block = memory_allocate(&instance->memory, size);
    }
    return block;
}

interleave_thread *interleave_thread_create(interleave_instance *instance, interleave_thread *const *threads,
                                            int32_t count) {
    interleave_thread *thread = memory_allocate_for_good(&instance->memory, sizeof *thread);
    if (thread == NULL || mailbox_init(&thread->inbox) != 0) {
        return NULL;
    }
    thread->instance = instance;
    thread->next = instance->first;
    thread->threads = threads;
    thread->count = count;
    thread->received = NULL;
    instance->first = thread;
    return thread;
}

static void free_all(interleave_message *message) {
    while (message != NULL) {
        interleave_message *next = message->next;
        interleave_message_free(message);
        message = next;
    }
}

void interleave_thread_close(interleave_thread *thread) {
    free_all(mailbox_close(&thread->inbox));
    free_all(thread->received);
    thread->received = NULL;
}

static void release_lock(interleave_call *call) {
    const interleave_thread *thread = call->context;
    giant_lock_release(&thread->instance->lock);
}

static void acquire_lock(interleave_call *call) {
    const interleave_thread *thread = call->context;
    giant_lock_acquire(&thread->instance->lock);
}

int interleave_thread_call(interleave_thread *thread, interleave_function function, interleave_call *call,
                           int64_t ticks, interleave_value *values) {
    call->context = thread;
    call->release = release_lock;
    call->acquire = acquire_lock;
    int result = function(call, ticks, values);
    call->acquire = NULL;
    call->release = NULL;
    call->context = NULL;
    return result;
}

interleave_thread *interleave_thread_of(const interleave_call *call) {
    return call->release == release_lock ? call->context : NULL; /* others have a context of their own */
}

interleave_thread *interleave_thread_numbered(const interleave_thread *thread, int64_t number) {
    return number >= 0 && number < thread->count ? thread->threads[number] : NULL;
}

int interleave_thread_fits(const interleave_thread *thread, int64_t size) {
    return size >= 0 && size <= memory_largest(&thread->instance->memory) - (int64_t) sizeof(interleave_message);
}

interleave_message *interleave_message_create(interleave_thread *thread, int64_t size) {
    if (!interleave_thread_fits(thread, size)) {
        return NULL;
    }
    interleave_message *message = allocate(thread->instance, (int64_t) sizeof *message + size);
    if (message != NULL) {
        message->owner = thread->instance;
        message->size = size;
    }
    return message;
}

void *interleave_message_bytes(interleave_message *message) {
    return message + 1;
}

int64_t interleave_message_size(const interleave_message *message) {
    return message->size;
}

void interleave_message_send(interleave_message *message, interleave_thread *to) {
    if (!mailbox_put(&to->inbox, message)) {
        interleave_message_free(message);
    }
}

void interleave_message_free(interleave_message *message) {
    mailbox_put(&message->owner->returned, message);
}

interleave_message *interleave_message_receive(interleave_thread *thread) {
    if (thread->received == NULL) {
        /* The mailbox has the newest first. */
        interleave_message *newest = mailbox_take(&thread->inbox);
        while (newest != NULL) {
            interleave_message *older = newest->next;
            newest->next = thread->received;
            thread->received = newest;
            newest = older;
        }
    }
    interleave_message *oldest = thread->received;
    if (oldest != NULL) {
        thread->received = oldest->next;
    }
    return oldest;
}

void interleave_thread_await_message(interleave_thread *thread, int64_t nanos) {
    if (thread->received == NULL) {
        mailbox_await(&thread->inbox, nanos);
    }
}

void interleave_thread_await_memory(interleave_thread *thread, int64_t nanos) {
    mailbox_await(&thread->instance->returned, nanos);
}
