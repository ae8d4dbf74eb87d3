/*
 * The native methods of JniKernels. Calls and values lie outside of Java's heap, where Java laid them out, so that
 * nothing is copied in a call. What lies in the heap are the arrays of kernels that may be called with them in place.
 *
 * A kernel that leaves an exception pending has it thrown when the native method returns.
 */
#include <jni.h>
#include <stddef.h>
#include <stdint.h>

#include "interleave.h"
#include "org_interleave_nativecode_JniKernels.h"

/* Methods of org.interleave.core.runtime.Guard. Written while the library is loaded, only read afterwards. */
static jmethodID release_for_wait;
static jmethodID acquire_after_wait;

/* What the macros of a kernel find in the context of its call. */
struct upcall {
    JNIEnv *env;
    jobject guard;
};

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved) {
    (void) reserved;
    JNIEnv *env;
    if ((*vm)->GetEnv(vm, (void **) &env, JNI_VERSION_1_8) != JNI_OK) {
        return JNI_ERR;
    }
    jclass guard = (*env)->FindClass(env, "org/interleave/core/runtime/Guard");
    if (guard == NULL) {
        return JNI_ERR;
    }
    release_for_wait = (*env)->GetMethodID(env, guard, "releaseForWait", "()V");
    if (release_for_wait != NULL) {
        acquire_after_wait = (*env)->GetMethodID(env, guard, "acquireAfterWait", "()V");
    }
    (*env)->DeleteLocalRef(env, guard);
    return acquire_after_wait != NULL ? JNI_VERSION_1_8 : JNI_ERR;
}

static interleave_function function_at(jlong address) {
    return (interleave_function) (intptr_t) address;
}

static interleave_call *call_at(jlong address) {
    return (interleave_call *) (intptr_t) address;
}

static interleave_value *values_at(jlong address) {
    return (interleave_value *) (intptr_t) address;
}

/* No method may be called with an exception pending, and the lock must be taken again all the same. */
static void call_guard(interleave_call *call, jmethodID method) {
    const struct upcall *upcall = call->context;
    JNIEnv *env = upcall->env;
    jthrowable pending = (*env)->ExceptionOccurred(env);
    if (pending != NULL) {
        (*env)->ExceptionClear(env);
    }
    (*env)->CallVoidMethod(env, upcall->guard, method);
    if (pending != NULL) {
        if (!(*env)->ExceptionCheck(env)) {
            (*env)->Throw(env, pending);
        }
        (*env)->DeleteLocalRef(env, pending);
    }
}

static void release_guard(interleave_call *call) {
    call_guard(call, release_for_wait);
}

static void acquire_guard(interleave_call *call) {
    call_guard(call, acquire_after_wait);
}

/* static native int call(long function, long call, long ticks, long values) */
JNIEXPORT jint JNICALL Java_org_interleave_nativecode_JniKernels_call(JNIEnv *env, jclass type, jlong function,
                                                                     jlong call, jlong ticks, jlong values) {
    (void) env;
    (void) type;
    return function_at(function)(call_at(call), ticks, values_at(values));
}

/* static native int callAllowingThreads(long function, long call, long ticks, long values, Guard guard) */
JNIEXPORT jint JNICALL Java_org_interleave_nativecode_JniKernels_callAllowingThreads(
        JNIEnv *env, jclass type, jlong function, jlong call, jlong ticks, jlong values, jobject guard) {
    (void) type;
    interleave_call *target = call_at(call);
    struct upcall upcall = {.env = env, .guard = guard};
    target->context = &upcall;
    target->release = release_guard;
    target->acquire = acquire_guard;
    int result = function_at(function)(target, ticks, values_at(values));
    target->acquire = NULL;
    target->release = NULL;
    target->context = NULL;
    return result;
}

/*
 * static native int callInPlace(long function, long call, long ticks, long values, Object[] arrays)
 *
 * An element for each parameter: its array, or null for a word. Each value of an array points to it during the call
 * only. With an exception pending, nothing was called and the answer means nothing.
 */
JNIEXPORT jint JNICALL Java_org_interleave_nativecode_JniKernels_callInPlace(
        JNIEnv *env, jclass type, jlong function, jlong call, jlong ticks, jlong values, jobjectArray arrays) {
    (void) type;
    interleave_value *target = values_at(values);
    jobject elements[INTERLEAVE_MOST_PARAMETERS];
    jsize lengths[INTERLEAVE_MOST_PARAMETERS];
    jsize count = (*env)->GetArrayLength(env, arrays);
    int result = INTERLEAVE_FAILED;

    if (count > INTERLEAVE_MOST_PARAMETERS) {
        return interleave_fail(call_at(call), 0, "too many parameters");
    }
    if ((*env)->PushLocalFrame(env, count) != 0) {
        return result;
    }
    for (jsize i = 0; i < count; i++) {
        elements[i] = (*env)->GetObjectArrayElement(env, arrays, i);
        lengths[i] = elements[i] == NULL ? 0 : (*env)->GetArrayLength(env, elements[i]);
    }
    /* From here to the last release no other function of JNI may be called. */
    jsize pinned = 0;
    while (pinned < count) {
        if (elements[pinned] != NULL) {
            void *data = (*env)->GetPrimitiveArrayCritical(env, elements[pinned], NULL);
            if (data == NULL) {
                break;
            }
            target[pinned].bytes.data = data; /* doubles lie at the same place of the union */
            target[pinned].bytes.length = lengths[pinned];
        }
        pinned++;
    }
    if (pinned == count) {
        result = function_at(function)(call_at(call), ticks, target);
    }
    while (pinned-- > 0) {
        if (elements[pinned] != NULL) {
            (*env)->ReleasePrimitiveArrayCritical(env, elements[pinned], target[pinned].bytes.data, 0);
        }
    }
    (*env)->PopLocalFrame(env, NULL);
    return result;
}
