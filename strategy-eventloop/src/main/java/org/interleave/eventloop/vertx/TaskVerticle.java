package org.interleave.eventloop.vertx;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.Serializable;
import org.interleave.core.runtime.TaskRun;

/**
 * A task as a verticle. It listens to the task's inbox as soon as it is deployed, and runs the task when it is told to begin.
 *
 * <p>All of it happens on the verticle's context, except {@link #begin} and {@link #stopWaiting}, which go there.
 */
abstract sealed class TaskVerticle<R extends Serializable> extends VerticleBase
        permits EventLoopVerticle, VirtualThreadVerticle {

    final TaskRun<R> task;
    final TaskPorts ports;

    TaskVerticle(TaskRun<R> task, TaskPorts ports) {
        this.task = task;
        this.ports = ports;
    }

    @Override
    public Future<?> start() {
        return ports.listen();
    }

    /** Lets the task run, once every verticle is deployed. From any thread. */
    final void begin() {
        context.runOnContext(now -> run());
    }

    /** Cuts the present wait short, if there is one. From any thread. */
    void stopWaiting() {
        context.runOnContext(now -> cutShort());
    }

    /** Takes the task up, at its beginning or after a wait. */
    abstract void run();

    /** Ends the present wait, if there is one; the task is taken up in an event to come. */
    abstract void cutShort();

    /** Completes the task with what it threw. */
    final void fail(Throwable thrown) {
        ports.close();
        task.fail(Thread.currentThread().getName(), thrown);
    }
}
