package org.interleave.eventloop.vertx;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.eventloop.LoopCell;
import org.interleave.eventloop.SetupTime;
import org.interleave.eventloop.Slice;

/**
 * Deploys the tasks of a run as verticles, one instance each, and lets them begin when all are deployed and their inboxes
 * are known to the event bus. At the end of the run they are undeployed.
 */
final class VertxExecution extends SingleRunExecution {

    private final io.vertx.core.Vertx vertx;
    private final int eventLoops;
    private final Slice slice;
    private int runs;

    VertxExecution(int eventLoops, int blockingThreads, Slice slice) {
        this.eventLoops = eventLoops;
        this.slice = slice;
        // A task may block its loop for as long as it likes: that is an experiment, not a fault to warn of.
        vertx = io.vertx.core.Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(eventLoops)
                .setWorkerPoolSize(blockingThreads)
                .setUseDaemonThread(true)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.DAYS)
                .setBlockedThreadCheckInterval(1)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.DAYS)
                .setMaxEventLoopExecuteTime(1)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.DAYS)
                .setMaxWorkerExecuteTime(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        vertx.eventBus().registerDefaultCodec(Message.class, new ByReferenceCodec());
    }

    @Override
    protected Cells cells() {
        return eventLoops == 1 ? new Cells(LoopCell::new, true) : Cells.UNPROTECTED;
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        SetupTime setup = new SetupTime();
        int size = run.tasks().size();
        if (size == 0) {
            return run.outcome(setup::metrics);
        }
        String prefix = "run-" + runs++ + "/task-";
        List<BusInbox> inboxes = IntStream.range(0, size)
                .mapToObj(index -> new BusInbox(vertx.eventBus(), prefix + index))
                .toList();
        List<TaskVerticle<R>> verticles = run.tasks().stream()
                .map(task -> new TaskVerticle<>(task, inboxes, slice))
                .toList();
        Iterator<TaskVerticle<R>> instances = verticles.iterator();
        Future<String> deployment = vertx.deployVerticle(instances::next, new DeploymentOptions().setInstances(size));
        deployment
                .onSuccess(id -> {
                    setup.made();
                    run.onStop(task -> verticles.get(task.index()).cutShort());
                    verticles.forEach(TaskVerticle::begin);
                })
                .onFailure(thrown -> run.tasks().forEach(task -> task.fail("", thrown)));
        try {
            run.await();
        } finally {
            setup.removing();
            join(deployment.compose(vertx::undeploy).otherwiseEmpty());
            setup.removed();
        }
        return run.outcome(setup::metrics);
    }

    @Override
    protected void shutDown() {
        join(vertx.close());
    }

    private static void join(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }
}
