/*
 * Interpreter instances in C. An instance's whole context lies in memory that the caller gives: its lock, the states of
 * its threads, and the messages that they send. There is nothing outside of it, so that a process may have any number.
 *
 * Messages are handed over without a copy: the receiver reads a message where the sender wrote it, in the memory of the
 * sender's instance, and then gives it back. So the instances of a run are destroyed together, when all of their threads
 * have ended.
 *
 * The lock is that of CPython since 3.2: a waiter that waits for longer than the switch interval asks the holder to drop
 * it, which the holder does at its next checkpoint, and then waits until another has taken it.
 */
#ifndef INTERLEAVE_INSTANCE_H
#define INTERLEAVE_INSTANCE_H

#include "interleave.h"

typedef struct interleave_instance interleave_instance;
typedef struct interleave_thread interleave_thread;
typedef struct interleave_message interleave_message;

/* What the memory of an instance has to be aligned to, in bytes. */
enum { INTERLEAVE_INSTANCE_ALIGNMENT = 64 };

/* What an instance takes for a number of threads, in bytes. Whatever it is given beyond that holds messages. */
INTERLEAVE_EXPORT int64_t interleave_instance_size(int32_t threads);

/*
 * Makes an instance at an address, which is then the instance's. Returns 0, or an error number: EINVAL if the address is
 * not aligned, the size is too small for an instance, or the interval is not positive.
 */
INTERLEAVE_EXPORT int interleave_instance_create(void *address, int64_t size, int64_t switch_interval_nanos);

/* Ends an instance whose lock nobody holds or wants. The memory goes back to the caller, who gave it. */
INTERLEAVE_EXPORT void interleave_instance_destroy(interleave_instance *instance);

/* Take and give the lock: not reentrant, released only by its holder. */
INTERLEAVE_EXPORT void interleave_instance_acquire(interleave_instance *instance);
INTERLEAVE_EXPORT void interleave_instance_release(interleave_instance *instance);

/* The holder's offer to let another have the lock. */
INTERLEAVE_EXPORT void interleave_instance_checkpoint(interleave_instance *instance);

/* How often the lock went from one thread to another at a checkpoint. */
INTERLEAVE_EXPORT int64_t interleave_instance_forced_switches(const interleave_instance *instance);

/*
 * Makes the state of a thread in an instance, before any thread of the instance runs.
 *
 * threads: the states of all threads of the run, in all instances, by their numbers; the caller fills and keeps it, and
 *     does not change it once one of them runs
 * count: how many there are
 *
 * Returns NULL if the instance's memory is full.
 */
INTERLEAVE_EXPORT interleave_thread *interleave_thread_create(interleave_instance *instance,
                                                              interleave_thread *const *threads, int32_t count);

/* Ends a thread, on itself: gives back what it has not received. Messages to it are dropped from then on. */
INTERLEAVE_EXPORT void interleave_thread_close(interleave_thread *thread);

/*
 * Calls a kernel in a thread of an instance, whose lock the caller holds before and after. The kernel finds the thread,
 * and its macros release that lock, by an ordinary call in C. Returns what the kernel does.
 */
INTERLEAVE_EXPORT int interleave_thread_call(interleave_thread *thread, interleave_function function,
                                             interleave_call *call, int64_t ticks, interleave_value *values);

/* The thread that a kernel was called in; NULL in strategies without instances. */
interleave_thread *interleave_thread_of(const interleave_call *call);

/* Another thread of the run; NULL if there is none of this number. */
interleave_thread *interleave_thread_numbered(const interleave_thread *thread, int64_t number);

/*
 * A message in the memory of a thread's instance, to be filled and sent; NULL if no memory is free until receivers give
 * some back. With the lock held.
 *
 * size: in bytes, not negative
 */
interleave_message *interleave_message_create(interleave_thread *thread, int64_t size);

/* The bytes of a message, aligned to 16, and how many they are. */
void *interleave_message_bytes(interleave_message *message);
int64_t interleave_message_size(const interleave_message *message);

/* Hands a message over. It is the receiver's from now on. */
void interleave_message_send(interleave_message *message, interleave_thread *to);

/* The oldest message that was sent to this thread, or NULL. It has to be given back. */
interleave_message *interleave_message_receive(interleave_thread *thread);

/* Gives a message back to the instance it lies in. */
void interleave_message_free(interleave_message *message);

/* Wait until there is a message to receive, or until memory was given back; at most so long, and maybe for less. Without
 * the lock. */
void interleave_thread_await_message(interleave_thread *thread, int64_t nanos);
void interleave_thread_await_memory(interleave_thread *thread, int64_t nanos);

/* Whether a message of this size can ever be made in a thread's instance. */
int interleave_thread_fits(const interleave_thread *thread, int64_t size);

#endif
