package org.interleave.nativecode;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.interleave.core.Completion;
import org.interleave.core.Kernel;
import org.interleave.core.Message;
import org.interleave.core.NativeCall;
import org.interleave.core.runtime.Guard;
import org.interleave.core.runtime.GuardedTaskLoop.NativeCalls;
import org.interleave.core.runtime.Inbox;
import org.interleave.core.runtime.TaskLoop;
import org.interleave.core.runtime.TaskRun;

/**
 * Runs a task's C twin in place of the task, if it has one; other tasks run in Java under the same lock, and their calls of native
 * code in C.
 *
 * <p>Between two calls the thread passes a checkpoint, as an interpreter does between two instructions. A daemon that
 * should stop results in what its arguments hold at that time.
 *
 * <p>What a kernel works on belongs to the thread, so the C code needs no lock. The task's own code, which makes the
 * result, runs with the lock held. Copies of arrays are made before the lock is taken: it is Java that needs them, not an
 * interpreter.
 */
final class NativeTaskLoop implements TaskLoop {

    private final KernelCatalog kernels;
    private final IntFunction<KernelSetting> settings;
    private final List<Inbox> inboxes;
    private final List<KernelCall> calls;
    private final LongAdder nativeCalls;

    /**
     * A loop for the tasks of one run.
     *
     * @param kernels where kernels are found
     * @param settings how a task is run, by its index
     * @param inboxes one for each task of the run
     * @param nativeCalls counts the calls of C functions
     */
    NativeTaskLoop(
            KernelCatalog kernels, IntFunction<KernelSetting> settings, List<Inbox> inboxes, LongAdder nativeCalls) {
        this.kernels = kernels;
        this.settings = settings;
        this.inboxes = List.copyOf(inboxes);
        this.nativeCalls = nativeCalls;
        calls = KernelCall.forTasks(inboxes.size());
    }

    @Override
    public <R extends Serializable> void run(TaskRun<R> task, String worker) {
        KernelSetting setting = settings.apply(task.index());
        Optional<Kernel<R>> kernel;
        try {
            kernel = twin(task, setting);
            if (kernel.filter(Kernel::awaitsMessage).isPresent()) {
                awaitMessage(task);
                kernel = twin(task, setting);
            }
        } catch (Throwable thrown) {
            setting.calls().end();
            fail(task, worker, thrown);
            return;
        }
        if (kernel.isPresent()) {
            compute(task, kernel.get(), setting, worker);
        } else {
            setting.calls().end();
            NativeCalls inC = (caller, call) -> make(caller, call, setting);
            setting.java().apply(inC).run(task, worker);
        }
    }

    private static <R extends Serializable> Optional<Kernel<R>> twin(TaskRun<R> task, KernelSetting setting) {
        return task.task().kernel().filter(twin -> setting.inInstance() || !twin.inInstance());
    }

    /** Waits for a message, without the lock, or until the task should stop. */
    private void awaitMessage(TaskRun<?> task) throws InterruptedException {
        Inbox inbox = inboxes.get(task.index());
        try {
            if (inbox.poll().isEmpty() && !task.stopping()) {
                Message ignored = inbox.take();
            }
        } catch (InterruptedException interrupted) {
            if (!task.stopping()) {
                throw interrupted;
            }
        }
    }

    /** Tells the kernel in C, which nobody can interrupt. */
    @Override
    public void shouldStop(TaskRun<?> task) {
        if (ends(task)) {
            calls.get(task.index()).cancel();
        }
    }

    /** Whether a kernel should not be called any more. */
    private static boolean ends(TaskRun<?> task) {
        return task.cancelled() || (task.daemon() && task.stopping());
    }

    private <R extends Serializable> void compute(
            TaskRun<R> task, Kernel<R> kernel, KernelSetting setting, String worker) {
        Completion<R> completion;
        try {
            completion = computeAndEnd(task, kernel, setting, worker);
        } catch (Throwable thrown) {
            fail(task, worker, thrown);
            return;
        }
        inboxes.get(task.index()).close();
        task.complete(completion);
    }

    private <R extends Serializable> Completion<R> computeAndEnd(
            TaskRun<R> task, Kernel<R> kernel, KernelSetting setting, String worker) {
        try {
            return compute(task, kernel, kernels.named(kernel.name()), setting, worker);
        } finally {
            setting.calls().end();
        }
    }

    /** Makes a call of native code that is a step of a task in Java, whose thread holds the lock. */
    private Message make(TaskRun<?> task, NativeCall call, KernelSetting setting) {
        Kernel<Message> twin = call.twin();
        LoadedKernel function = kernels.named(twin.name());
        try (KernelMemory memory = KernelMemory.of(function, twin.arguments(), calls.get(task.index()), setting)) {
            setting.calls().prepare(memory);
            Guard released = call.releases() ? setting.releasedAround(function) : Guard.NONE;
            KernelRun run = new KernelRun(function, memory, setting.calls(), released, () -> ends(task));
            try {
                while (!ends(task) && !run.call(setting.callTicks())) {
                    setting.lock().checkpoint();
                }
            } finally {
                nativeCalls.add(run.made());
            }
            return twin.result().apply(memory.results());
        }
    }

    private void fail(TaskRun<?> task, String worker, Throwable thrown) {
        inboxes.get(task.index()).close();
        task.fail(worker, thrown);
    }

    private <R extends Serializable> Completion<R> compute(
            TaskRun<R> task, Kernel<R> kernel, LoadedKernel function, KernelSetting setting, String worker) {
        try (KernelMemory memory = KernelMemory.of(function, kernel.arguments(), calls.get(task.index()), setting)) {
            setting.calls().prepare(memory);
            KernelRun run = new KernelRun(
                    function, memory, setting.calls(), setting.releasedAround(function), () -> ends(task));
            return computeLocked(task, run, setting, () -> kernel.result().apply(memory.results()), worker);
        }
    }

    private <R extends Serializable> Completion<R> computeLocked(
            TaskRun<R> task, KernelRun run, KernelSetting setting, Supplier<R> result, String worker) {
        setting.lock().begin(task.index());
        try {
            while (!ends(task) && !run.call(setting.callTicks())) {
                setting.lock().checkpoint();
            }
            return task.cancelled()
                    ? new Completion.Cancelled<>(task.index(), worker)
                    : new Completion.Succeeded<>(task.index(), worker, result.get());
        } finally {
            nativeCalls.add(run.made());
            setting.lock().end();
        }
    }
}
