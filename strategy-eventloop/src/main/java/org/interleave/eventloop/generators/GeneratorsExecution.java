package org.interleave.eventloop.generators;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.interleave.core.Outcome;
import org.interleave.core.StrategyException;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.eventloop.LoopCell;
import org.interleave.eventloop.Slice;

/** One thread, on which a {@link GeneratorLoop} schedules the tasks of each run. */
final class GeneratorsExecution extends SingleRunExecution {

    private final Slice slice;
    private final Poller poller;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name(Generator.WORKER).factory());

    GeneratorsExecution(Slice slice) {
        this.slice = slice;
        try {
            poller = new Poller();
        } catch (IOException e) {
            throw new StrategyException("the system has no selector for it", e);
        }
    }

    @Override
    protected Cells cells() {
        return new Cells(LoopCell::new, true);
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        GeneratorLoop<R> loop = new GeneratorLoop<>(run.tasks(), poller, slice);
        run.onStop(task -> loop.stop(task.index()));
        thread.execute(loop);
        return run.outcome(Map::of);
    }

    @Override
    protected void shutDown() {
        thread.close();
        try {
            poller.close();
        } catch (IOException e) {
            throw new StrategyException("the selector cannot be closed", e);
        }
    }
}
