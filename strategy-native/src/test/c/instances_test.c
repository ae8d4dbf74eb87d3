/* Interpreter instances: what they keep to themselves, hand over, and wait for. Runs under the thread sanitizer too. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "instance.h"
#include "kernels.h"
#include "memory.h"

enum { ALIGNMENT = INTERLEAVE_INSTANCE_ALIGNMENT, MOST_THREADS = 256 };

static const int64_t millisecond = 1000000;

static interleave_thread *threads[MOST_THREADS];

static interleave_instance *create(int32_t thread_count, int64_t more) {
    int64_t size = interleave_instance_size(thread_count) + more;
    void *address = aligned_alloc(ALIGNMENT, (size_t) ((size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT));
    CHECK(address != NULL);
    CHECK(interleave_instance_create(address, size, millisecond) == 0);
    return address;
}

static void destroy(interleave_instance *instance) {
    interleave_instance_destroy(instance);
    free(instance);
}

static void test_memory(void) {
    enum { SIZE = 64 * 1024, BLOCKS = 200 };
    static _Alignas(64) char area[SIZE];
    struct memory memory;
    char *blocks[BLOCKS] = {NULL};
    int64_t sizes[BLOCKS];
    uint64_t random = 20260103;
    memory_init(&memory, area, SIZE);
    for (int i = 0; i < 200000; i++) {
        int n = (int) (next_random(&random) % BLOCKS);
        if (blocks[n] == NULL) {
            sizes[n] = (int64_t) (next_random(&random) % 1500);
            blocks[n] = memory_allocate(&memory, sizes[n]);
            if (blocks[n] != NULL) {
                CHECK(blocks[n] >= area && blocks[n] + sizes[n] <= area + SIZE && (uintptr_t) blocks[n] % 64 == 0);
                memset(blocks[n], n, (size_t) sizes[n]);
            }
        } else {
            for (int64_t k = 0; k < sizes[n]; k++) {
                CHECK(blocks[n][k] == (char) n);
            }
            memory_free(&memory, blocks[n]);
            blocks[n] = NULL;
        }
    }
    for (int n = 0; n < BLOCKS; n++) {
        if (blocks[n] != NULL) {
            memory_free(&memory, blocks[n]);
        }
    }
    CHECK(memory_allocate(&memory, memory_largest(&memory)) != NULL);
    CHECK(memory_allocate(&memory, 0) == NULL);
}

static void test_refusals(void) {
    static _Alignas(64) char area[4096];
    CHECK(interleave_instance_create(area + 8, 2048, millisecond) == EINVAL);
    CHECK(interleave_instance_create(area, interleave_instance_size(0) - 1, millisecond) == EINVAL);
    CHECK(interleave_instance_create(area, 2048, 0) == EINVAL);

    interleave_instance *instance = create(1, 0);
    threads[0] = interleave_thread_create(instance, threads, 1);
    CHECK(threads[0] != NULL);
    CHECK(interleave_thread_create(instance, threads, 1) == NULL);
    CHECK(interleave_message_create(threads[0], 0) == NULL);
    CHECK(!interleave_thread_fits(threads[0], 1000000) && !interleave_thread_fits(threads[0], -1));
    CHECK(interleave_thread_numbered(threads[0], 0) == threads[0]);
    CHECK(interleave_thread_numbered(threads[0], 1) == NULL && interleave_thread_numbered(threads[0], -1) == NULL);
    destroy(instance);
}

/* All that an instance has lies where it was put, and a message is read where it was written. */
static void test_handing_over_without_a_copy(void) {
    enum { SIZE = 16 * 1024 };
    static _Alignas(64) char areas[2][SIZE];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 2; i++) {
            CHECK(interleave_instance_create(areas[i], SIZE, millisecond) == 0);
            threads[i] = interleave_thread_create((interleave_instance *) areas[i], threads, 2);
            CHECK((char *) threads[i] > areas[i] && (char *) threads[i] < areas[i] + SIZE);
        }
        CHECK(interleave_message_receive(threads[1]) == NULL);
        interleave_message *first = interleave_message_create(threads[0], 6000);
        interleave_message *second = interleave_message_create(threads[0], 6000);
        CHECK((char *) first > areas[0] && (char *) interleave_message_bytes(second) + 6000 <= areas[0] + SIZE);
        CHECK(interleave_message_create(threads[0], 6000) == NULL);
        interleave_message_send(first, threads[1]);
        interleave_message_send(second, threads[1]);
        CHECK(interleave_message_receive(threads[1]) == first);
        interleave_message_free(first);
        CHECK(interleave_message_create(threads[0], 6000) == first);
        interleave_thread_close(threads[1]);
        CHECK(interleave_message_create(threads[0], 6000) == second);
        interleave_message_send(second, threads[1]);
        CHECK(interleave_message_create(threads[0], 6000) == second);
        for (int i = 0; i < 2; i++) {
            interleave_instance_destroy((interleave_instance *) areas[i]);
        }
    }
}

/* What a thread of an instance does: a kernel on its words until it is done, with checkpoints. */
struct job {
    interleave_instance *instance;
    interleave_thread *thread;
    interleave_function function;
    int64_t ticks; /* of a call */
    interleave_value values[4];
    int result;
    pthread_t carrier;
};

static void *work(void *argument) {
    struct job *job = argument;
    interleave_call call = {0};
    interleave_instance_acquire(job->instance);
    do {
        job->result = interleave_thread_call(job->thread, job->function, &call, job->ticks, job->values);
        interleave_instance_checkpoint(job->instance);
    } while (job->result == INTERLEAVE_AGAIN);
    interleave_thread_close(job->thread);
    interleave_instance_release(job->instance);
    CHECK(call.release == NULL && call.acquire == NULL && call.context == NULL);
    return NULL;
}

static void run(struct job *jobs, int count) {
    for (int i = 0; i < count; i++) {
        CHECK(pthread_create(&jobs[i].carrier, NULL, work, &jobs[i]) == 0);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(jobs[i].carrier, NULL);
    }
}

static struct job job(interleave_instance *instance, int number, interleave_function function, int64_t a, int64_t b,
                      int64_t c, int64_t d) {
    return (struct job) {
        .instance = instance,
        .thread = threads[number],
        .function = function,
        .ticks = 100,
        .values = {{.word = a}, {.word = b}, {.word = c}, {.word = d}}};
}

/* Pairs of threads, both in one instance or each in another, with room for a few messages only. */
static void test_messages(int pairs, int instance_count, int64_t count, int64_t size, int64_t room) {
    interleave_instance *instances[MOST_THREADS];
    struct job jobs[MOST_THREADS];
    CHECK(2 * pairs <= MOST_THREADS && instance_count <= 2 * pairs);
    for (int i = 0; i < instance_count; i++) {
        instances[i] = create(2 * pairs / instance_count + 1, room);
    }
    for (int i = 0; i < 2 * pairs; i++) {
        threads[i] = interleave_thread_create(instances[i % instance_count], threads, 2 * pairs);
        CHECK(threads[i] != NULL);
    }
    for (int i = 0; i < pairs; i++) {
        jobs[2 * i] = job(instances[2 * i % instance_count], 2 * i, interleave_produce, 0, count, size, 2 * i + 1);
        jobs[2 * i + 1] = job(instances[(2 * i + 1) % instance_count], 2 * i + 1, interleave_consume, 0, 0, count, 0);
    }
    run(jobs, 2 * pairs);
    for (int i = 0; i < pairs; i++) {
        CHECK(jobs[2 * i].result == INTERLEAVE_DONE && jobs[2 * i].values[0].word == count);
        CHECK(jobs[2 * i + 1].result == INTERLEAVE_DONE);
        CHECK(jobs[2 * i + 1].values[0].word == count * (count - 1) / 2);
    }
    for (int i = 0; i < instance_count; i++) {
        destroy(instances[i]);
    }
}

/* Who receives no more costs the sender neither its memory nor its end. */
static void test_dropping(void) {
    interleave_instance *instance = create(2, 1024);
    threads[0] = interleave_thread_create(instance, threads, 2);
    threads[1] = interleave_thread_create(instance, threads, 2);
    struct job jobs[] = {job(instance, 0, interleave_produce, 0, 5000, 64, 1),
                         job(instance, 1, interleave_consume, 0, 0, 10, 0)};
    run(jobs, 2);
    CHECK(jobs[0].result == INTERLEAVE_DONE && jobs[0].values[0].word == 5000);
    CHECK(jobs[1].result == INTERLEAVE_DONE && jobs[1].values[0].word == 45);
    destroy(instance);
}

static void *send_soon(void *unused) {
    (void) unused;
    nanosleep(&(struct timespec) {.tv_nsec = 20 * millisecond}, NULL);
    interleave_message_send(interleave_message_create(threads[0], 8), threads[1]);
    return NULL;
}

static int64_t milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t) now.tv_sec * 1000 + now.tv_nsec / millisecond;
}

/* Who waits is woken: by a message, and by memory that is given back. */
static void test_waking(void) {
    enum { LONG = 60 };
    const int64_t patience = LONG * 1000 * millisecond;
    interleave_instance *instance = create(2, 1024);
    pthread_t sender;
    for (int i = 0; i < 2; i++) {
        threads[i] = interleave_thread_create(instance, threads, 2);
    }
    int64_t begun = milliseconds();
    CHECK(pthread_create(&sender, NULL, send_soon, NULL) == 0);
    interleave_message *message;
    while ((message = interleave_message_receive(threads[1])) == NULL) {
        interleave_thread_await_message(threads[1], patience);
    }
    pthread_join(sender, NULL);
    interleave_message_free(message);
    interleave_thread_await_memory(threads[0], patience);
    CHECK(milliseconds() - begun < LONG * 1000 / 2);
    interleave_thread_await_message(threads[1], millisecond); /* comes back without one */
    CHECK(interleave_message_receive(threads[1]) == NULL);
    destroy(instance);
}

static void test_failures(void) {
    interleave_instance *instance = create(2, 4096);
    threads[0] = interleave_thread_create(instance, threads, 2);
    threads[1] = interleave_thread_create(instance, threads, 2);
    struct job jobs[] = {job(instance, 0, interleave_produce, 0, 1, 7, 1),
                         job(instance, 0, interleave_produce, 0, 1, 1 << 20, 1),
                         job(instance, 0, interleave_produce, 0, 1, 8, 2),
                         job(instance, 0, interleave_produce, 5, 7, 8, 1),
                         job(instance, 1, interleave_consume, 0, 0, 1, 0)};
    const int expected[] = {INTERLEAVE_FAILED, INTERLEAVE_FAILED, INTERLEAVE_FAILED, INTERLEAVE_DONE, INTERLEAVE_FAILED};
    for (int i = 0; i < 5; i++) {
        run(&jobs[i], 1);
        CHECK(jobs[i].result == expected[i]);
    }
    destroy(instance);
}

/* Not atomic on purpose: the lock guards it. */
static int64_t guarded;

static int count_guarded(interleave_call *call, int64_t ticks, interleave_value *values) {
    for (; ticks > 0 && values[0].word > 0; ticks--) {
        values[0].word--;
        guarded++;
    }
    if (values[0].word % 700 == 0) {
        INTERLEAVE_BEGIN_ALLOW_THREADS(call)
        interleave_run_ticks(1, 100);
        INTERLEAVE_END_ALLOW_THREADS(call)
    }
    return values[0].word == 0 ? INTERLEAVE_DONE : INTERLEAVE_AGAIN;
}

/* The lock excludes, and is dropped at a checkpoint for whoever waited an interval for it. */
static void test_lock(void) {
    enum { THREADS = 3, COUNT = 700000 };
    interleave_instance *instance = create(THREADS, 0);
    struct job jobs[THREADS];
    guarded = 0;
    for (int i = 0; i < THREADS; i++) {
        threads[i] = interleave_thread_create(instance, threads, THREADS);
        jobs[i] = job(instance, i, count_guarded, COUNT, 0, 0, 0);
    }
    run(jobs, THREADS);
    CHECK(guarded == (int64_t) THREADS * COUNT);
    destroy(instance);

    instance = create(2, 0);
    for (int i = 0; i < 2; i++) {
        threads[i] = interleave_thread_create(instance, threads, 2);
        jobs[i] = job(instance, i, interleave_countdown, 5, 4 * 1000 * 1000, 0, 0);
    }
    run(jobs, 2);
    CHECK(jobs[0].values[0].word == jobs[1].values[0].word);
    CHECK(interleave_instance_forced_switches(instance) > 0);
    destroy(instance);
}

int main(void) {
    test_memory();
    test_refusals();
    test_handing_over_without_a_copy();
    test_messages(1, 2, 20000, 8, 2048);
    test_messages(1, 2, 2000, 4096, 16384);
    test_messages(1, 1, 5000, 8, 1024);
    test_messages(4, 3, 3000, 24, 4096);
    test_messages(100, 200, 100, 8, 512);
    test_dropping();
    test_waking();
    test_failures();
    test_lock();
    return 0;
}
