/*
 * The native methods of JniKernels. Calls and values lie outside of Java's heap, where Java laid them out, so that nothing
 * is copied in a call. What lies in the heap are the arrays of kernels that may be called with them in place.
 *
 * A kernel that leaves an exception pending has it thrown when the native method returns.
 */
#include <jni.h>

#include "interleave.h"
#include "org_interleave_nativecode_JniKernels.h"

/*
 * Methods of org.interleave.nativecode.AllowThreads, a class of its own so that none has to be looked for in a call.
 * Written while the library is loaded, only read afterwards.
 */
static jmethodID release_method;
static jmethodID acquire_method;

/* What the macros of a kernel find in the context of its call. */
struct upcall {
    JNIEnv *env;
    jobject allowing;
};

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *vm, void *reserved) {
    (void) reserved;
    JNIEnv *env;
    if ((*vm)->GetEnv(vm, (void **) &env, JNI_VERSION_1_8) != JNI_OK) {
        return JNI_ERR;
    }
    jclass allowing = (*env)->FindClass(env, "org/interleave/nativecode/AllowThreads");
    if (allowing == NULL) {
        return JNI_ERR;
    }
    release_method = (*env)->GetMethodID(env, allowing, "release", "()V");
    acquire_method = release_method == NULL ? NULL : (*env)->GetMethodID(env, allowing, "acquire", "()V");
    (*env)->DeleteLocalRef(env, allowing);
    return acquire_method != NULL ? JNI_VERSION_1_8 : JNI_ERR;
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
static void call_method(interleave_call *call, jmethodID method) {
    const struct upcall *upcall = call->context;
    JNIEnv *env = upcall->env;
    if (!(*env)->ExceptionCheck(env)) {
        (*env)->CallVoidMethod(env, upcall->allowing, method);
        return;
    }
    jthrowable pending = (*env)->ExceptionOccurred(env);
    (*env)->ExceptionClear(env);
    (*env)->CallVoidMethod(env, upcall->allowing, method);
    if (!(*env)->ExceptionCheck(env)) {
        (*env)->Throw(env, pending);
    }
    (*env)->DeleteLocalRef(env, pending);
}

static void release_lock(interleave_call *call) {
    call_method(call, release_method);
}

static void acquire_lock(interleave_call *call) {
    call_method(call, acquire_method);
}

/* static native int call(long function, long call, long ticks, long values) */
JNIEXPORT jint JNICALL Java_org_interleave_nativecode_JniKernels_call(JNIEnv *env, jclass type, jlong function,
                                                                   jlong call, jlong ticks, jlong values) {
    (void) env;
    (void) type;
    return function_at(function)(call_at(call), ticks, values_at(values));
}

/* static native int callAllowingThreads(long function, long call, long ticks, long values, AllowThreads allowing) */
JNIEXPORT jint JNICALL Java_org_interleave_nativecode_JniKernels_callAllowingThreads(
        JNIEnv *env, jclass type, jlong function, jlong call, jlong ticks, jlong values, jobject allowing) {
    (void) type;
    interleave_call *target = call_at(call);
    struct upcall upcall = {.env = env, .allowing = allowing};
    target->context = &upcall;
    target->release = release_lock;
    target->acquire = acquire_lock;
    int result = function_at(function)(target, ticks, values_at(values));
    target->acquire = NULL;
    target->release = NULL;
    target->context = NULL;
    return result;
}

struct pinned_array {
    jarray array;
    interleave_value *value;
};

/* Pins arrays until one cannot be; from then on nothing of JNI but unpinning may be called. Returns how many. */
static int pin(JNIEnv *env, const struct pinned_array *arrays, int count) {
    for (int i = 0; i < count; i++) {
        void *data = (*env)->GetPrimitiveArrayCritical(env, arrays[i].array, NULL);
        if (data == NULL) {
            return i;
        }
        arrays[i].value->bytes.data = data; /* doubles lie at the same place of the union */
    }
    return count;
}

static void unpin(JNIEnv *env, const struct pinned_array *arrays, int count) {
    for (int i = count - 1; i >= 0; i--) {
        (*env)->ReleasePrimitiveArrayCritical(env, arrays[i].array, arrays[i].value->bytes.data, 0);
        arrays[i].value->bytes.data = NULL;
    }
}

/*
 * static native int callInPlace(long function, long call, long ticks, long values, Object[] arrays)
 *
 * Arrays has an element for each parameter: its array, or null for a word. Each value of an array points to it during
 * the call only; lengths are as Java set them. With an OutOfMemoryError pending, nothing was called.
 */
JNIEXPORT jint JNICALL Java_org_interleave_nativecode_JniKernels_callInPlace(
        JNIEnv *env, jclass type, jlong function, jlong call, jlong ticks, jlong values, jobjectArray arrays) {
    (void) type;
    struct pinned_array pinned[INTERLEAVE_MOST_PARAMETERS];
    jsize parameters = (*env)->GetArrayLength(env, arrays);
    int count = 0;

    if (parameters > INTERLEAVE_MOST_PARAMETERS) {
        return interleave_fail(call_at(call), 0, "too many parameters");
    }
    if ((*env)->PushLocalFrame(env, parameters + 1) != 0) {
        return INTERLEAVE_FAILED;
    }
    for (jsize i = 0; i < parameters; i++) {
        jobject array = (*env)->GetObjectArrayElement(env, arrays, i);
        if (array != NULL) {
            pinned[count++] = (struct pinned_array) {.array = array, .value = values_at(values) + i};
        }
    }
    int taken = pin(env, pinned, count);
    int result = taken == count ? function_at(function)(call_at(call), ticks, values_at(values)) : INTERLEAVE_FAILED;
    unpin(env, pinned, taken);
    (*env)->PopLocalFrame(env, NULL);
    return result;
}
