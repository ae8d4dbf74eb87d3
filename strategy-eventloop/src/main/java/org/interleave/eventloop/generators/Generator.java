package org.interleave.eventloop.generators;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.runtime.TaskRun;
import org.interleave.core.runtime.TimerExpirations;
import org.interleave.eventloop.BlockingCall;
import org.interleave.eventloop.WaitResult;
import org.jspecify.annotations.Nullable;

/** A task in a {@link GeneratorLoop}: what it waits for, its inbox, and its timers. Of the loop's thread only. */
final class Generator<R extends Serializable> {

    final TaskRun<R> task;
    final Queue<Message> messages = new ArrayDeque<>(0);
    final Queue<Generator<R>> senders = new ArrayDeque<>(0);
    Waiting waiting = Waiting.FOR_TURN;
    GeneratorLoop.@Nullable Alarm<R> alarm;
    @Nullable WaitResult called;
    private Map<Port.Timer, TimerExpirations> timers = Map.of();

    /** What has to happen before it is resumed. */
    sealed interface Waiting {

        Waiting FOR_TURN = new ForTurn();
        Waiting FOR_TIME = new ForTime();
        Waiting FOR_MESSAGE = new ForMessage();
        Waiting FOREVER = new Forever();

        /** It is in the run queue, or runs. */
        record ForTurn() implements Waiting {}

        record ForTime() implements Waiting {}

        record ForMessage() implements Waiting {}

        record ForTimer(TimerExpirations expirations) implements Waiting {}

        record ForRoom(int receiver, Message message) implements Waiting {}

        record ForCall(BlockingCall call) implements Waiting {}

        /** Nothing will: the task has ended. */
        record Forever() implements Waiting {}
    }

    Generator(TaskRun<R> task) {
        this.task = task;
    }

    /** Delivers what a call has returned, if one has. @throws Throwable what the call threw */
    void deliverAnswer() throws Throwable {
        WaitResult answer = called;
        called = null;
        if (answer != null) {
            answer.get().ifPresent(task::deliver);
        }
    }

    /** A timer, which is started when it is first asked for. */
    TimerExpirations timer(Port.Timer port) {
        if (timers.isEmpty()) {
            timers = new HashMap<>();
        }
        return timers.computeIfAbsent(port, timer -> new TimerExpirations(timer, System.nanoTime()));
    }
}
