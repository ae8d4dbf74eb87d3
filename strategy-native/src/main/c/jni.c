/*
 * The native methods of NativeKernels: a kernel each.
 *
 * The state is copied in and out. A critical section would save forty bytes of copying and hold up the garbage
 * collector, or pin a region of its heap, for as long as the kernel computes.
 */
#include <jni.h>
#include <stdint.h>
#include <stdio.h>

#include "kernels.h"
#include "org_interleave_nativecode_NativeKernels.h"

enum { MOST_WORDS = 8 };

struct kernel {
    const char *name;
    jsize words;
    int (*advance)(int64_t *state, int64_t ticks);
};

static void throw_illegal_argument(JNIEnv *env, const char *message) {
    jclass type = (*env)->FindClass(env, "java/lang/IllegalArgumentException");
    if (type != NULL) {
        (*env)->ThrowNew(env, type, message);
        (*env)->DeleteLocalRef(env, type);
    }
}

/* Whatever is thrown, the array is as it was, and the answer means nothing. */
static jboolean advance(JNIEnv *env, const struct kernel *kernel, jlongArray array, jlong ticks) {
    char message[128];
    jlong words[MOST_WORDS];
    int64_t state[MOST_WORDS];

    jsize given = (*env)->GetArrayLength(env, array);
    if (given != kernel->words) {
        snprintf(message, sizeof message, "C kernel %s has a state of %d words, was given %d", kernel->name,
                 (int) kernel->words, (int) given);
        throw_illegal_argument(env, message);
        return JNI_FALSE;
    }
    (*env)->GetLongArrayRegion(env, array, 0, given, words);
    if ((*env)->ExceptionCheck(env)) {
        return JNI_FALSE;
    }
    for (jsize i = 0; i < given; i++) {
        state[i] = words[i];
    }
    int progress = kernel->advance(state, ticks);
    if (progress == INVALID_STATE) {
        snprintf(message, sizeof message, "C kernel %s was given a state that no task has", kernel->name);
        throw_illegal_argument(env, message);
        return JNI_FALSE;
    }
    for (jsize i = 0; i < given; i++) {
        words[i] = state[i];
    }
    (*env)->SetLongArrayRegion(env, array, 0, given, words);
    if ((*env)->ExceptionCheck(env)) {
        return JNI_FALSE;
    }
    return progress == DONE ? JNI_TRUE : JNI_FALSE;
}

JNIEXPORT jboolean JNICALL Java_org_interleave_nativecode_NativeKernels_countdown(JNIEnv *env, jclass type,
                                                                                 jlongArray state, jlong ticks) {
    (void) type;
    static const struct kernel kernel = {"countdown", 2, countdown};
    return advance(env, &kernel, state, ticks);
}

JNIEXPORT jboolean JNICALL Java_org_interleave_nativecode_NativeKernels_primes(JNIEnv *env, jclass type,
                                                                              jlongArray state, jlong ticks) {
    (void) type;
    static const struct kernel kernel = {"primes", 5, primes};
    return advance(env, &kernel, state, ticks);
}

JNIEXPORT jboolean JNICALL Java_org_interleave_nativecode_NativeKernels_spin(JNIEnv *env, jclass type,
                                                                            jlongArray state, jlong ticks) {
    (void) type;
    static const struct kernel kernel = {"spin", 3, spin};
    return advance(env, &kernel, state, ticks);
}
