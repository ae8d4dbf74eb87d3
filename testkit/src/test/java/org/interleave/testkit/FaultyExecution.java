package org.interleave.testkit;

import java.io.Serializable;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;

/** A sound execution in faulty hands. */
class FaultyExecution implements Execution {

    final Execution sound = new ReferenceExecution();

    @Override
    public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
        return sound.run(job);
    }

    @Override
    public void stop() {
        sound.stop();
    }

    @Override
    public void cancel() {
        sound.cancel();
    }

    @Override
    public void close() {
        sound.close();
    }
}
