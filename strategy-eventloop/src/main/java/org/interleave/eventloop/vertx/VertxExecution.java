package org.interleave.eventloop.vertx;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.eventbus.EventBusInternal;
import io.vertx.core.net.NetClient;
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
import org.interleave.core.runtime.TaskRun;
import org.interleave.eventloop.LoopCell;
import org.interleave.eventloop.SetupTime;
import org.interleave.eventloop.Slice;

/**
 * Deploys the tasks of a run as verticles, one instance each, and lets them begin when all are deployed. At the end of the run
 * they are undeployed.
 */
final class VertxExecution extends SingleRunExecution {

    /** The most instances of one deployment: adding to its list of instances copies the list. */
    private static final int MOST_INSTANCES = 1_000;

    private final Vertx vertx;
    private final NetClient client;
    private final VertxMode mode;
    private final int eventLoops;
    private final Slice slice;
    private int runs;

    VertxExecution(VertxMode mode, int eventLoops, int blockingThreads, Slice slice) {
        this.mode = mode;
        this.eventLoops = eventLoops;
        this.slice = slice;
        // A task may block its loop for as long as it likes: that is an experiment, not a fault to warn of.
        vertx = Vertx.vertx(new VertxOptions()
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
        client = vertx.createNetClient();
    }

    @Override
    protected Cells cells() {
        return mode == VertxMode.EVENT_LOOP && eventLoops == 1 ? new Cells(LoopCell::new, true) : Cells.UNPROTECTED;
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        SetupTime setup = new SetupTime();
        RunPorts ports = new RunPorts(
                vertx,
                client,
                new BusInboxes(
                        (EventBusInternal) vertx.eventBus(),
                        "run-" + runs++ + "/task-",
                        run.tasks().size()));
        List<TaskVerticle<R>> verticles =
                run.tasks().stream().map(task -> verticle(task, ports)).toList();
        List<Future<String>> deployments = deploy(verticles);
        Future.join(deployments)
                .onSuccess(ids -> {
                    setup.made();
                    run.onStop(task -> verticles.get(task.index()).stopWaiting());
                    verticles.forEach(TaskVerticle::begin);
                })
                .onFailure(thrown -> run.tasks().forEach(task -> task.fail("", thrown)));
        try {
            run.await();
        } finally {
            setup.removing();
            join(Future.join(deployments.stream()
                    .map(deployment -> deployment.compose(vertx::undeploy).otherwiseEmpty())
                    .toList()));
            setup.removed();
        }
        return run.outcome(setup::metrics);
    }

    private <R extends Serializable> TaskVerticle<R> verticle(TaskRun<R> task, RunPorts ports) {
        return switch (mode) {
            case EVENT_LOOP -> new EventLoopVerticle<>(task, ports, slice);
            case VIRTUAL_THREAD -> new VirtualThreadVerticle<>(task, ports, slice);
        };
    }

    /** In parts, as many as there are event loops at least: verticles on virtual threads share a deployment's loop. */
    private <R extends Serializable> List<Future<String>> deploy(List<TaskVerticle<R>> verticles) {
        int size = verticles.size();
        int most = Math.clamp(Math.ceilDiv(size, eventLoops), 1, MOST_INSTANCES);
        return IntStream.iterate(0, from -> from < size, from -> from + most)
                .mapToObj(from -> verticles.subList(from, Math.min(size, from + most)))
                .map(this::deployInstances)
                .toList();
    }

    private <R extends Serializable> Future<String> deployInstances(List<TaskVerticle<R>> verticles) {
        Iterator<TaskVerticle<R>> instances = verticles.iterator();
        return vertx.deployVerticle(
                instances::next,
                new DeploymentOptions().setThreadingModel(mode.threadingModel()).setInstances(verticles.size()));
    }

    @Override
    protected void shutDown() {
        join(vertx.close());
    }

    private static void join(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }
}
