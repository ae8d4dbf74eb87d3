package org.interleave.core.workloads;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/**
 * Makes a task of a class that lies on no class path: it is put together here and known to a class loader of its own, which
 * cannot say where it has it from. No other process can load it.
 */
final class UnknownTask {

    /** The name of the class. */
    static final String CLASS = "org.interleave.core.workloads.unknown.UnknownTask";

    private static final Task<Long> TASK = new Loader().make();

    private UnknownTask() {}

    /** The task. It would result in nothing. */
    static Task<Long> make() {
        return TASK;
    }

    /** {@code public final class UnknownTask implements Task<Long> { public Step<Long> advance(Turn turn) { return null; } }}. */
    private static byte[] bytes() {
        return ClassFile.of()
                .build(
                        ClassDesc.of(CLASS),
                        type -> type.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL)
                                .withInterfaceSymbols(describe(Task.class))
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void,
                                        ClassFile.ACC_PUBLIC,
                                        code -> code.aload(0)
                                                .invokespecial(
                                                        ConstantDescs.CD_Object,
                                                        ConstantDescs.INIT_NAME,
                                                        ConstantDescs.MTD_void)
                                                .return_())
                                .withMethodBody(
                                        "advance",
                                        MethodTypeDesc.of(describe(Step.class), describe(Turn.class)),
                                        ClassFile.ACC_PUBLIC,
                                        code -> code.aconst_null().areturn()));
    }

    private static ClassDesc describe(Class<?> type) {
        return ClassDesc.of(type.getName());
    }

    private static final class Loader extends ClassLoader {

        Loader() {
            super("unknown", UnknownTask.class.getClassLoader());
        }

        @SuppressWarnings("unchecked")
        Task<Long> make() {
            byte[] bytes = bytes();
            try {
                return (Task<Long>) defineClass(CLASS, bytes, 0, bytes.length)
                        .getConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a class with a public constructor", e);
            }
        }
    }
}
