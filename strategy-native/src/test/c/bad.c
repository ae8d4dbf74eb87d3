/* Kernels that do what none should, each in its own way. With WITH_JNI also one that leaves an exception pending. */
#include <stdlib.h>
#include <unistd.h>

#include "interleave.h"

static int crash(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) call;
    (void) ticks;
    volatile int64_t *volatile nowhere = NULL;
    *nowhere = values[0].word;
    return INTERLEAVE_DONE;
}

static int never_returns(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) call;
    (void) ticks;
    while (values != NULL) {
        sleep(1);
    }
    return INTERLEAVE_DONE;
}

static int never_done(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) call;
    (void) ticks;
    values[0].word++;
    return INTERLEAVE_AGAIN;
}

static int until_cancelled(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) ticks;
    while (!interleave_cancelled(call)) {
        values[0].word++;
        usleep(1000);
    }
    return INTERLEAVE_AGAIN;
}

static int fails(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) ticks;
    values[0].word = -1;
    return interleave_fail(call, 7, "out of luck");
}

static int fails_without_a_word(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) call;
    (void) ticks;
    (void) values;
    return INTERLEAVE_FAILED;
}

static int fails_at_length(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) ticks;
    (void) values;
    char text[1000];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    return interleave_fail(call, 8, text);
}

static int answers_nonsense(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) call;
    (void) ticks;
    (void) values;
    return 42;
}

static int frees_twice(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) call;
    (void) ticks;
    void *volatile block = malloc(100);
    void *volatile same = block;
    *(int64_t *) block = values[0].word;
    free(block);
    free(same);
    return INTERLEAVE_DONE;
}

static int leaves_lock(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) ticks;
    (void) values;
    if (call->release != NULL) {
        call->release(call);
    }
    return INTERLEAVE_DONE;
}

#ifdef WITH_JNI
#include <jni.h>

static int leaves_exception(interleave_call *call, int64_t ticks, interleave_value *values) {
    (void) ticks;
    (void) values;
    JavaVM *vm;
    jsize count;
    JNIEnv *env;
    if (JNI_GetCreatedJavaVMs(&vm, 1, &count) != JNI_OK || count == 0
        || (*vm)->GetEnv(vm, (void **) &env, JNI_VERSION_1_8) != JNI_OK) {
        return interleave_fail(call, 9, "no JVM");
    }
    (*env)->ThrowNew(env, (*env)->FindClass(env, "java/lang/IllegalStateException"), "left pending");
    return INTERLEAVE_DONE;
}
#define JNI_KERNELS INTERLEAVE_KERNEL(leaves_exception, 0, INTERLEAVE_WORD),
#else
#define JNI_KERNELS
#endif

INTERLEAVE_KERNELS(
    JNI_KERNELS
    INTERLEAVE_KERNEL(crash, INTERLEAVE_RELEASES, INTERLEAVE_WORD),
    INTERLEAVE_KERNEL(never_returns, INTERLEAVE_RELEASES, INTERLEAVE_WORD),
    INTERLEAVE_KERNEL(never_done, INTERLEAVE_RELEASES, INTERLEAVE_WORD),
    INTERLEAVE_KERNEL(until_cancelled, INTERLEAVE_RELEASES, INTERLEAVE_WORD),
    INTERLEAVE_KERNEL(fails, INTERLEAVE_RELEASES, INTERLEAVE_WORD),
    INTERLEAVE_KERNEL(fails_without_a_word, 0, INTERLEAVE_WORD),
    INTERLEAVE_KERNEL(fails_at_length, 0, INTERLEAVE_WORD),
    INTERLEAVE_KERNEL(answers_nonsense, 0, INTERLEAVE_WORD),
    INTERLEAVE_KERNEL(frees_twice, INTERLEAVE_RELEASES, INTERLEAVE_WORD),
    INTERLEAVE_KERNEL(leaves_lock, INTERLEAVE_ALLOWS_THREADS, INTERLEAVE_WORD))
