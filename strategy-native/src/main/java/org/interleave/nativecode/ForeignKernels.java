package org.interleave.nativecode;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Calls of kernels as foreign functions, written by hand: a downcall for each call, and an upcall for each macro of a kernel
 * that releases the lock by itself. Arrays are copied once, before the first call.
 */
final class ForeignKernels implements KernelCalls {

    /**
     * {@code interleave_function}. Its pointers are given as numbers, which all supported ABIs pass alike: a segment would be
     * kept alive and taken apart at each call, and the caller sees to its lifetime anyway.
     */
    static final FunctionDescriptor FUNCTION = FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG);

    private static final FunctionDescriptor MACRO = FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG);
    private static final MethodHandle CALL = Linker.nativeLinker().downcallHandle(FUNCTION);
    private static final MethodHandle RELEASE = method("release");
    private static final MethodHandle ACQUIRE = method("acquire");

    private static MethodHandle method(String name) {
        try {
            return MethodHandles.lookup().findVirtual(AllowThreads.class, name, MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @Override
    public boolean inPlace(LoadedKernel kernel) {
        return false;
    }

    @Override
    public void prepare(KernelMemory memory) {
        AllowThreads allowing = memory.allowing();
        if (allowing != null) {
            memory.call().leadMacros(upcall(RELEASE, allowing, memory), upcall(ACQUIRE, allowing, memory));
        }
    }

    /** A function in C that comes back to the guard. Its parameter, the call, tells nothing that the guard does not know. */
    private static MemorySegment upcall(MethodHandle method, AllowThreads allowing, KernelMemory memory) {
        MethodHandle target = MethodHandles.dropArguments(method.bindTo(allowing), 0, long.class);
        return Linker.nativeLinker().upcallStub(target, MACRO, memory.arena());
    }

    @Override
    public int call(LoadedKernel kernel, KernelMemory memory, long ticks) {
        try {
            return (int) CALL.invokeExact(kernel.function(), memory.call().address(), ticks, memory.values());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a C function throws nothing", e);
        }
    }
}
