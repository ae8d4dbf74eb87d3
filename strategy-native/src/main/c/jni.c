/*
 * The native methods of NativeKernels.
 *
 * The state is copied in and out. A critical section would save forty bytes of copying and hold up the garbage
 * collector, or pin a region of its heap, for as long as the kernel computes.
 */
#include <jni.h>
#include <stdint.h>
#include <stdio.h>

#include "kernels.h"
#include "org_interleave_nativecode_NativeKernels.h"

static void throw_illegal_argument(JNIEnv *env, const char *message) {
    jclass type = (*env)->FindClass(env, "java/lang/IllegalArgumentException");
    if (type != NULL) {
        (*env)->ThrowNew(env, type, message);
        (*env)->DeleteLocalRef(env, type);
    }
}

/* Whatever is thrown, the array is as it was, and the answer means nothing. */
JNIEXPORT jboolean JNICALL Java_org_interleave_nativecode_NativeKernels_advance(JNIEnv *env, jclass type, jlong handle,
                                                                               jlongArray array, jlong ticks) {
    (void) type;
    const struct kernel *kernel = (const struct kernel *) (intptr_t) handle;
    char message[128];
    jlong words[MOST_WORDS];
    int64_t state[MOST_WORDS];

    jsize given = (*env)->GetArrayLength(env, array);
    if (given != kernel->words) {
        snprintf(message, sizeof message, "C kernel %s has a state of %d words, was given %d", kernel->name,
                 kernel->words, (int) given);
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

/* A handle of the kernel of this name, or 0. */
JNIEXPORT jlong JNICALL Java_org_interleave_nativecode_NativeKernels_find(JNIEnv *env, jclass type, jstring name) {
    (void) type;
    const char *text = (*env)->GetStringUTFChars(env, name, NULL);
    if (text == NULL) {
        return 0;
    }
    const struct kernel *kernel = find_kernel(text);
    (*env)->ReleaseStringUTFChars(env, name, text);
    return (jlong) (intptr_t) kernel;
}

/* The kernel after that of a handle, the first for 0; 0 if there is none. */
JNIEXPORT jlong JNICALL Java_org_interleave_nativecode_NativeKernels_next(JNIEnv *env, jclass type, jlong handle) {
    (void) env;
    (void) type;
    const struct kernel *kernel = (const struct kernel *) (intptr_t) handle;
    return (jlong) (intptr_t) (kernel == NULL ? all_kernels() : kernel->next);
}

JNIEXPORT jstring JNICALL Java_org_interleave_nativecode_NativeKernels_name(JNIEnv *env, jclass type, jlong handle) {
    (void) type;
    return (*env)->NewStringUTF(env, ((const struct kernel *) (intptr_t) handle)->name);
}
