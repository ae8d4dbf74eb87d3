package org.interleave.eventloop.generators;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;
import org.interleave.eventloop.Slice;

/**
 * A cooperative scheduler on one thread: a run queue, a timer queue, and the loop that goes between them and the sockets.
 *
 * <p>Everything belongs to the loop's thread. Others, whose blocking calls have returned or who want the run to stop, {@link
 * #post} what is to be done there: they put it into a concurrent queue, and then wake the poller. The loop looks into that
 * queue before it waits, so nothing is left in it meanwhile; what others wrote before they posted happens before it is done.
 */
final class GeneratorLoop<R extends Serializable> implements Runnable {

    private static final long BEGINNING = System.nanoTime();

    private final Poller poller;
    private final Slice slice;
    private final List<Generator<R>> generators;
    private final Queue<Generator<R>> runQueue;
    private final NavigableSet<Generator<R>> timerQueue = new TreeSet<>(
            Comparator.<Generator<R>>comparingLong(Generator::alarm).thenComparingInt(Generator::index));
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private int unfinished;

    GeneratorLoop(List<TaskRun<R>> tasks, Poller poller, Slice slice) {
        this.poller = poller;
        this.slice = slice;
        generators = tasks.stream().map(task -> new Generator<>(task, this)).toList();
        runQueue = new ArrayDeque<>(generators);
        unfinished = generators.size();
    }

    /** The time in nanoseconds since something that came before every loop. */
    static long now() {
        return System.nanoTime() - BEGINNING;
    }

    /** Runs all to their end. */
    @Override
    public void run() {
        try {
            while (unfinished > 0) {
                poller.await(runQueue.isEmpty() && posted.isEmpty() ? untilAlarm() : 0);
                runPosted();
                ringAlarms();
                for (int ready = runQueue.size(); ready > 0; ready--) {
                    resume(runQueue.remove());
                }
            }
            poller.await(0); // which lets go of the sockets that were closed last
        } catch (IOException | RuntimeException | Error failed) {
            generators.forEach(generator -> generator.fail(failed));
        }
    }

    private long untilAlarm() {
        return timerQueue.isEmpty()
                ? TimerExpirations.NEVER
                : timerQueue.first().alarm() - now();
    }

    private void runPosted() {
        for (Runnable action = posted.poll(); action != null; action = posted.poll()) {
            action.run();
        }
    }

    private void ringAlarms() {
        while (!timerQueue.isEmpty() && timerQueue.first().alarm() <= now()) {
            wake(timerQueue.first());
        }
    }

    private void resume(Generator<R> generator) {
        switch (generator.resume()) {
            case READY -> runQueue.add(generator);
            case WAITS -> {
                if (generator.alarm() < TimerExpirations.NEVER) {
                    timerQueue.add(generator);
                }
            }
            case ENDED -> unfinished--;
        }
    }

    /** Has a generator look whether what it waits for has come, or whether it should go on without. */
    void wake(Generator<R> generator) {
        if (generator.stopWaiting()) {
            timerQueue.remove(generator);
            runQueue.add(generator);
        }
    }

    /** Cuts a task's wait short, if it waits. From any thread. */
    void stop(int task) {
        post(() -> generators.get(task).cutShort());
    }

    /** Has something done on the loop's thread. From any thread. */
    void post(Runnable action) {
        posted.add(action);
        poller.wakeUp();
    }

    Generator<R> generator(int task) {
        return generators.get(task);
    }

    Slice slice() {
        return slice;
    }

    Poller poller() {
        return poller;
    }
}
