package org.interleave.workbench.measure;

import org.interleave.core.Printable;
import org.interleave.core.StrategyException;
import org.interleave.core.ThrownText;
import org.interleave.core.WrongResultException;
import org.jspecify.annotations.Nullable;

/**
 * A boundary around code of a strategy or a workload in a fork. What that throws leaves the fork as text: the classes of a plug-in's
 * exceptions are not known where the fork was started from, and their methods are not to be trusted.
 */
public final class ForeignCode {

    /** What is called. */
    public interface Body<T extends @Nullable Object> {
        T run() throws Throwable;
    }

    /** What is called and answers nothing. */
    public interface Action {
        void run() throws Throwable;
    }

    private ForeignCode() {}

    /**
     * Calls what answers something.
     *
     * @param what what is called, for the message
     * @throws WrongResultException if it throws that
     * @throws StrategyException if it throws anything else, or answers null
     */
    static <T> T answer(String what, Body<? extends @Nullable T> body) {
        try {
            return interruptibly(what, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StrategyException(what + " was interrupted");
        }
    }

    /** The same for what waits until the calling thread is interrupted. */
    public static <T> T interruptibly(String what, Body<? extends @Nullable T> body) throws InterruptedException {
        T answer;
        try {
            answer = body.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (WrongResultException e) {
            throw new WrongResultException(Printable.line(String.valueOf(e.getMessage())));
        } catch (StrategyException e) {
            throw new StrategyException(Printable.line(String.valueOf(e.getMessage())));
        } catch (Throwable e) {
            throw new StrategyException(what + " throws " + ThrownText.line(e));
        }
        if (answer == null) {
            throw new StrategyException(what + " answers null");
        }
        return answer;
    }

    /** Calls what answers nothing. */
    static void call(String what, Action action) {
        answer(what, () -> {
            action.run();
            return true;
        });
    }
}
