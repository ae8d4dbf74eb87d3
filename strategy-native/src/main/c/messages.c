#define _POSIX_C_SOURCE 200809L
#include <inttypes.h>
#include <stdio.h>

#include "instance.h"
#include "kernels.h"

/* How long a kernel waits before it lets Java look whether to stop, in nanoseconds. */
enum { PATIENCE = 10 * 1000 * 1000 };

/* A number is repeated all through its message. */
static const int64_t number_size = sizeof(int64_t);

static int fail_without_instance(interleave_call *call) {
    return interleave_fail(call, INTERLEAVE_NO_INSTANCE, "needs an interpreter instance, as native-instances has");
}

static int fail_with_size(interleave_call *call, int64_t size) {
    char text[128];
    snprintf(text, sizeof text, "a message of %" PRId64 " bytes is smaller than a number, or larger than the instance",
             size);
    return interleave_fail(call, INTERLEAVE_INVALID_STATE, text);
}

static void write_number(interleave_message *message, int64_t number) {
    int64_t *numbers = interleave_message_bytes(message);
    for (int64_t i = 0; i < interleave_message_size(message) / number_size; i++) {
        numbers[i] = number;
    }
}

/*
 * Sends the numbers from zero to another thread, in a message each. A tick is a message.
 *
 * Words: messages sent, how many to send, the size of one in bytes, the number of the receiving thread. Result: messages
 * sent.
 */
int interleave_produce(interleave_call *call, int64_t ticks, interleave_value *values) {
    enum { SENT, COUNT, SIZE, TO };
    const int64_t size = values[SIZE].word;
    interleave_thread *self = interleave_thread_of(call);
    if (self == NULL) {
        return fail_without_instance(call);
    }
    interleave_thread *to = interleave_thread_numbered(self, values[TO].word);
    if (to == NULL) {
        return interleave_fail_invalid(call);
    }
    if (size < number_size || !interleave_thread_fits(self, size)) {
        return fail_with_size(call, size);
    }
    for (; ticks > 0 && values[SENT].word < values[COUNT].word; ticks--) {
        interleave_message *message = interleave_message_create(self, size);
        if (message == NULL) {
            INTERLEAVE_BEGIN_ALLOW_THREADS(call)
            interleave_thread_await_memory(self, PATIENCE);
            INTERLEAVE_END_ALLOW_THREADS(call)
            return INTERLEAVE_AGAIN;
        }
        write_number(message, values[SENT].word);
        interleave_message_send(message, to);
        values[SENT].word++;
    }
    return values[SENT].word < values[COUNT].word ? INTERLEAVE_AGAIN : INTERLEAVE_DONE;
}

/* Whether the message holds this number, from its first byte to its last. */
static int holds(interleave_message *message, int64_t number) {
    const int64_t *numbers = interleave_message_bytes(message);
    int64_t count = interleave_message_size(message) / number_size;
    return count > 0 && numbers[0] == number && numbers[count - 1] == number;
}

/*
 * Receives the numbers, checks that they come in order, and adds them up. A tick is a message.
 *
 * Words: the sum, messages received, how many to receive. Result: the sum.
 */
int interleave_consume(interleave_call *call, int64_t ticks, interleave_value *values) {
    enum { SUM, RECEIVED, COUNT };
    interleave_thread *self = interleave_thread_of(call);
    if (self == NULL) {
        return fail_without_instance(call);
    }
    for (; ticks > 0 && values[RECEIVED].word < values[COUNT].word; ticks--) {
        interleave_message *message = interleave_message_receive(self);
        if (message == NULL) {
            INTERLEAVE_BEGIN_ALLOW_THREADS(call)
            interleave_thread_await_message(self, PATIENCE);
            INTERLEAVE_END_ALLOW_THREADS(call)
            return INTERLEAVE_AGAIN;
        }
        int right = holds(message, values[RECEIVED].word);
        interleave_message_free(message);
        if (!right) {
            char text[64];
            snprintf(text, sizeof text, "received another number where %" PRId64 " was next", values[RECEIVED].word);
            return interleave_fail(call, INTERLEAVE_WRONG_MESSAGE, text);
        }
        values[SUM].word += values[RECEIVED].word;
        values[RECEIVED].word++;
    }
    return values[RECEIVED].word < values[COUNT].word ? INTERLEAVE_AGAIN : INTERLEAVE_DONE;
}
