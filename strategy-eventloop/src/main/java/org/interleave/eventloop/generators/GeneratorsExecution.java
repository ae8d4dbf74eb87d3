package org.interleave.eventloop.generators;

import java.io.Serializable;
import java.util.Map;
import org.interleave.core.Join;
import org.interleave.core.Outcome;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.Run;
import org.interleave.core.runtime.SingleRunExecution;
import org.interleave.eventloop.LoopCell;
import org.interleave.eventloop.Slice;

/** Gives each run a thread, on which a {@link GeneratorLoop} schedules its tasks. */
final class GeneratorsExecution extends SingleRunExecution {

    private final Slice slice;

    GeneratorsExecution(Slice slice) {
        this.slice = slice;
    }

    @Override
    protected Cells cells() {
        return new Cells(LoopCell::new, true);
    }

    @Override
    protected <R extends Serializable> Outcome<R> execute(Run<R> run) throws InterruptedException {
        GeneratorLoop<R> loop = new GeneratorLoop<>(run.tasks(), slice);
        run.onStop(task -> loop.stop(task.index()));
        loop.thread().start();
        try {
            return run.outcome(Map::of);
        } finally {
            Join.of(loop.thread());
        }
    }

    @Override
    protected void shutDown() {
        // the thread ends with its run
    }
}
