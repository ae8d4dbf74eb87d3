package org.interleave.testkit;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Call;
import org.interleave.core.Cell;
import org.interleave.core.Direct;
import org.interleave.core.DirectBody;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** A task whose turns are metered, or if it is in direct style, what it computes from one step to the next. */
final class MeteredTask<R extends Serializable> implements Task<R> {

    private static final long serialVersionUID = 1;

    private final transient Task<R> task;
    private final transient TickMeter meter;

    MeteredTask(Task<R> task, TickMeter meter) {
        this.task = task;
        this.meter = meter;
    }

    @Override
    public Step<R> advance(Turn turn) throws Exception {
        long start = TickMeter.now();
        Step<R> step = task.advance(turn);
        meter.turn(TickMeter.now() - start, turn.ticks());
        return step;
    }

    @Override
    public boolean daemon() {
        return task.daemon();
    }

    @Override
    public Optional<DirectBody<R>> body() {
        return task.body().map(body -> steps -> {
            MeteredSteps metered = new MeteredSteps(steps, meter);
            R result = body.run(metered);
            metered.point();
            return result;
        });
    }

    /** The clock is read at every step, but only every so often where it says ticks: reading takes as long as ten of them. */
    private static final class MeteredSteps implements Direct {

        private static final int ENOUGH = 1000;

        private final Direct steps;
        private final TickMeter meter;
        private long since = TickMeter.now();
        private long ticks;

        MeteredSteps(Direct steps, TickMeter meter) {
            this.steps = steps;
            this.meter = meter;
        }

        private void point() {
            long now = TickMeter.now();
            if (ticks > 0) {
                meter.said(now - since, ticks);
            } else {
                meter.turn(now - since, 0);
            }
        }

        private void goOn() {
            ticks = 0;
            since = TickMeter.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            point();
            steps.sleep(duration);
            goOn();
        }

        @Override
        public Arrival receive(Port port) throws InterruptedException {
            point();
            Arrival arrival = steps.receive(port);
            goOn();
            return arrival;
        }

        @Override
        public Arrival receive(Port port, Duration limit) throws InterruptedException {
            point();
            Arrival arrival = steps.receive(port, limit);
            goOn();
            return arrival;
        }

        @Override
        public void send(Port port, Message message) throws InterruptedException {
            point();
            steps.send(port, message);
            goOn();
        }

        @Override
        public Message call(Call call) throws InterruptedException {
            point();
            Message answer = steps.call(call);
            goOn();
            return answer;
        }

        @Override
        public void worked(int more) throws InterruptedException {
            ticks += more;
            if (ticks >= ENOUGH) {
                point();
                steps.worked(more);
                goOn();
            } else {
                steps.worked(more);
            }
        }

        @Override
        public boolean stopping() {
            return steps.stopping();
        }

        @Override
        public Cell cell(int index) {
            return steps.cell(index);
        }
    }
}
