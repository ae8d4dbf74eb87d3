package org.interleave.testkit;

import java.io.Serializable;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Cell;
import org.interleave.core.DirectBody;
import org.interleave.core.Kernel;
import org.interleave.core.Message;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** A task as a faulty strategy treats it. Not in fact serializable. */
class FaultyTask<R extends Serializable> implements Task<R> {

    private static final long serialVersionUID = 1;

    final Task<R> sound;

    FaultyTask(Task<R> sound) {
        this.sound = sound;
    }

    @Override
    public Step<R> advance(Turn turn) throws Exception {
        return sound.advance(turn);
    }

    @Override
    public boolean daemon() {
        return sound.daemon();
    }

    /** As it is: a body's steps are not this task's. */
    @Override
    public Optional<DirectBody<R>> body() {
        return sound.body();
    }

    @Override
    public Optional<Kernel<R>> kernel() {
        return sound.kernel();
    }

    /** A turn as a faulty strategy gives it. */
    static class FaultyTurn implements Turn {

        private final Turn sound;

        FaultyTurn(Turn sound) {
            this.sound = sound;
        }

        @Override
        public int ticks() {
            return sound.ticks();
        }

        @Override
        public Message message() {
            return sound.message();
        }

        @Override
        public Arrival arrival() {
            return sound.arrival();
        }

        @Override
        public boolean stopping() {
            return sound.stopping();
        }

        @Override
        public Cell cell(int index) {
            return sound.cell(index);
        }
    }
}
