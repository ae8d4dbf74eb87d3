/* What our calls of kernels are measured against: the same shapes of calls, with nothing around them. */
#include <jni.h>
#include <stdint.h>

#define EXPORT __attribute__((visibility("default")))

/* The shape of a kernel. */
EXPORT int bare_nothing(void *call, int64_t ticks, void *values) {
    (void) call;
    (void) ticks;
    (void) values;
    return 1;
}

/* The shape of a kernel that calls two functions, as the macros do. */
EXPORT int bare_two_upcalls(void *first, void *second, void *argument) {
    ((void (*)(void *)) first)(argument);
    ((void (*)(void *)) second)(argument);
    return 1;
}

/* The shape of JniKernels.call, which calls the function that it is given. */
JNIEXPORT jint JNICALL Java_org_interleave_nativecode_BareCalls_nothing(JNIEnv *env, jclass type, jlong function,
                                                                       jlong call, jlong ticks, jlong values) {
    (void) env;
    (void) type;
    int (*nothing)(void *, int64_t, void *) = (int (*)(void *, int64_t, void *)) (intptr_t) function;
    return nothing((void *) (intptr_t) call, ticks, (void *) (intptr_t) values);
}

/* Two upcalls through JNI, by methods that were looked up before, each with the check that JNI asks for. */
JNIEXPORT jint JNICALL Java_org_interleave_nativecode_BareCalls_twoUpcalls(JNIEnv *env, jclass type, jobject target,
                                                                          jlong first, jlong second) {
    (void) type;
    (*env)->CallVoidMethod(env, target, (jmethodID) (intptr_t) first);
    if ((*env)->ExceptionCheck(env)) {
        return -1;
    }
    (*env)->CallVoidMethod(env, target, (jmethodID) (intptr_t) second);
    return (*env)->ExceptionCheck(env) ? -1 : 1;
}

JNIEXPORT jlong JNICALL Java_org_interleave_nativecode_BareCalls_method(JNIEnv *env, jclass type, jobject target,
                                                                       jstring name) {
    (void) type;
    const char *text = (*env)->GetStringUTFChars(env, name, NULL);
    if (text == NULL) {
        return 0;
    }
    jmethodID method = (*env)->GetMethodID(env, (*env)->GetObjectClass(env, target), text, "()V");
    (*env)->ReleaseStringUTFChars(env, name, text);
    return (jlong) (intptr_t) method;
}
