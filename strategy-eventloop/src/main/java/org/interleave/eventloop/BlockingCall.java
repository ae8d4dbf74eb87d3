package org.interleave.eventloop;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.interleave.core.Call;
import org.interleave.core.Message;

/**
 * A task's blocking call on its way to a thread that may block. It says once that it has ended, and not before: a call
 * that was interrupted may still use the task's memory.
 *
 * <p>Thread-safe. {@link FutureTask} sees to it that an interrupt reaches this call or none.
 */
public final class BlockingCall implements Runnable, WaitResult {

    private final FutureTask<Message> call;
    private final Consumer<WaitResult> ended;

    /**
     * A call to be made.
     *
     * @param call what to call
     * @param ended told on the blocking thread, with what the call returned
     */
    public BlockingCall(Call call, Consumer<WaitResult> ended) {
        this.call = new FutureTask<>(call::call);
        this.ended = ended;
    }

    @Override
    public void run() {
        call.run();
        Thread.interrupted(); // the thread is lent: whoever comes next is not meant
        ended.accept(this);
    }

    /** Interrupts the call, or prevents it if it has not begun. */
    public void interrupt() {
        call.cancel(true);
    }

    /** What the call returned; nothing if it was interrupted. */
    @Override
    public Optional<Message> get() throws Throwable {
        try {
            return Optional.of(call.get());
        } catch (CancellationException interrupted) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }
}
