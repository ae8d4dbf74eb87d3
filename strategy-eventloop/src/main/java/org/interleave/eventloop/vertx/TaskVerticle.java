package org.interleave.eventloop.vertx;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.Serializable;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import org.interleave.core.Port;
import org.interleave.core.runtime.TaskRun;

/**
 * A task as a verticle: it is deployed, runs the task when it is told to begin, and is undeployed with the others. The task's
 * sockets, connections and timers are opened when first used.
 *
 * <p>All of it happens on the verticle's context, except {@link #begin} and {@link #stopWaiting}, which go there.
 */
abstract sealed class TaskVerticle<R extends Serializable> extends VerticleBase
        permits EventLoopVerticle, VirtualThreadVerticle {

    final TaskRun<R> task;
    final RunPorts ports;
    private Map<Port, Endpoint> opened = Map.of();

    TaskVerticle(TaskRun<R> task, RunPorts ports) {
        this.task = task;
        this.ports = ports;
    }

    @Override
    public Future<?> start() throws Exception {
        ports.inboxes().deployed(task.index(), context);
        return super.start();
    }

    /** Lets the task run, once every verticle is deployed. From any thread. */
    final void begin() {
        context.runOnContext(now -> run());
    }

    /** Cuts the present wait short, if there is one. From any thread. */
    final void stopWaiting() {
        context.runOnContext(now -> cutShort());
    }

    /** Takes the task up, at its beginning or after a wait. */
    abstract void run();

    /** Ends the present wait, if there is one; the task is taken up in an event to come. */
    abstract void cutShort();

    /** What a port is to this task, which may be another's inbox. */
    final Endpoint endpoint(Port port) throws UnknownHostException {
        if (port instanceof Port.Inbox) {
            return ports.open(port);
        }
        Endpoint endpoint = opened.get(port);
        if (endpoint == null) {
            endpoint = ports.open(port);
            if (opened.isEmpty()) {
                opened = new HashMap<>();
            }
            opened.put(port, endpoint);
        }
        return endpoint;
    }

    /** Closes what the task has opened, and its inbox. */
    final void closePorts() {
        ports.inboxes().close(task.index());
        opened.values().forEach(Endpoint::close);
    }

    /** Completes the task with what it threw. */
    final void fail(Throwable thrown) {
        closePorts();
        task.fail(Thread.currentThread().getName(), thrown);
    }
}
