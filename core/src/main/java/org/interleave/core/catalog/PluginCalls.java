package org.interleave.core.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.interleave.core.Printable;
import org.interleave.core.Quantity;
import org.interleave.core.ThrownText;
import org.jspecify.annotations.Nullable;

/**
 * Calls methods of a plug-in: whatever they throw, and that they answer nothing or never, is told as a {@link
 * RefusedException}. Thread-safe.
 *
 * <p>A method that does not return in time is left behind on its thread, a daemon, since nothing can end it. The context class
 * loader of the thread is the plug-in's.
 *
 * @param plugin the plug-in; empty for methods of our own, which are called as they are
 */
record PluginCalls(Optional<Plugin> plugin) {

    /**
     * A plug-in.
     *
     * @param patience how long a method of it may take
     * @param type its class
     */
    record Plugin(Duration patience, Class<?> type) {

        /** The loader of its classes. */
        ClassLoader loader() {
            return type.getClassLoader();
        }
    }

    /** Calls a method of a plug-in. */
    interface Call<T extends @Nullable Object> {
        T run() throws Throwable;
    }

    /**
     * Calls a method.
     *
     * @param method what it is called in messages, such as {@code options()}
     * @param call calls it, and does all that may call the plug-in again, such as copying what it answers
     */
    <T> T call(String method, Call<? extends @Nullable T> call) {
        T answer = plugin.isPresent() ? within(plugin.get(), method, call) : here(method, call);
        if (answer == null) {
            throw new RefusedException(method + " answers null");
        }
        return answer;
    }

    /** Calls a method that answers several of something. Takes a copy. */
    <T> List<T> all(String method, Call<? extends @Nullable Collection<? extends T>> call) {
        List<T> answer = call(method, () -> {
            Collection<? extends T> several = call.run();
            return several == null ? null : new ArrayList<T>(several);
        });
        for (T one : answer) {
            if (one == null) {
                throw new RefusedException(method + " answers with a null among others");
            }
        }
        return List.copyOf(answer);
    }

    /** Calls a method that answers a text in one line. */
    String text(String method, Call<? extends @Nullable String> call) {
        String text = Printable.line(call(method, call));
        if (text.isBlank()) {
            throw new RefusedException(method + " answers an empty text");
        }
        return text;
    }

    private static <T> @Nullable T here(String method, Call<? extends @Nullable T> call) {
        try {
            return call.run();
        } catch (Throwable thrown) {
            throw refused(method, thrown);
        }
    }

    private static <T> @Nullable T within(Plugin plugin, String method, Call<? extends @Nullable T> call) {
        // The text of what is thrown is found on the plug-in's thread, too: that calls methods of its exceptions.
        FutureTask<@Nullable T> task = new FutureTask<>(() -> here(method, call));
        Thread thread = Thread.ofPlatform().daemon().name("plug-in " + method).unstarted(task);
        thread.setContextClassLoader(plugin.loader());
        thread.start();
        try {
            return task.get(plugin.patience().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new RefusedException(
                    e.getCause() instanceof RefusedException refused ? refused.reason() : method + " failed");
        } catch (TimeoutException e) {
            throw new RefusedException(method + " does not return within " + Quantity.format(plugin.patience()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(method + " was not waited for");
        }
    }

    private static RefusedException refused(String method, Throwable thrown) {
        return thrown instanceof RefusedException refused
                ? refused
                : new RefusedException(method + " throws " + ThrownText.line(thrown));
    }
}
