package org.interleave.testkit;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.interleave.core.Arrival;
import org.interleave.core.Call;
import org.interleave.core.Cell;
import org.interleave.core.Direct;
import org.interleave.core.DirectBody;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Task;

/** Faults in running bodies in direct style. */
final class DirectFaults {

    private DirectFaults() {}

    /** A task whose body is given other steps. */
    abstract static class FaultyBody<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;

        FaultyBody(Task<R> sound) {
            super(sound);
        }

        @Override
        public final Optional<DirectBody<R>> body() {
            return sound.body().map(body -> steps -> body.run(faulty(steps)));
        }

        abstract Direct faulty(Direct steps);
    }

    /** The steps of a body as a faulty strategy takes them. */
    private static class FaultyDirect implements Direct {

        private final Direct sound;

        FaultyDirect(Direct sound) {
            this.sound = sound;
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            sound.sleep(duration);
        }

        @Override
        public Arrival receive(Port port) throws InterruptedException {
            return sound.receive(port);
        }

        @Override
        public Arrival receive(Port port, Duration limit) throws InterruptedException {
            return sound.receive(port, limit);
        }

        @Override
        public void send(Port port, Message message) throws InterruptedException {
            sound.send(port, message);
        }

        @Override
        public Message call(Call call) throws InterruptedException {
            return sound.call(call);
        }

        @Override
        public void worked(int ticks) throws InterruptedException {
            sound.worked(ticks);
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

    static final class LosesMessages<R extends Serializable> extends FaultyBody<R> {

        private static final long serialVersionUID = 1;

        LosesMessages(Task<R> sound) {
            super(sound);
        }

        @Override
        Direct faulty(Direct steps) {
            return new FaultyDirect(steps) {
                @Override
                public void send(Port port, Message message) {
                    // nothing
                }
            };
        }
    }

    /** The failure of a call is the body's to see to, and its task succeeds if it does. */
    static final class CatchesFailures<R extends Serializable> extends FaultyBody<R> {

        private static final long serialVersionUID = 1;

        CatchesFailures(Task<R> sound) {
            super(sound);
        }

        @Override
        Direct faulty(Direct steps) {
            return new FaultyDirect(steps) {
                @Override
                public Message call(Call call) throws InterruptedException {
                    try {
                        return call.call();
                    } catch (Exception e) {
                        throw new InterruptedException(e.getMessage());
                    }
                }
            };
        }
    }

    static final class NeverStopping<R extends Serializable> extends FaultyBody<R> {

        private static final long serialVersionUID = 1;

        NeverStopping(Task<R> sound) {
            super(sound);
        }

        @Override
        Direct faulty(Direct steps) {
            return new FaultyDirect(steps) {
                @Override
                public boolean stopping() {
                    return false;
                }
            };
        }
    }

    /** Runs a body beside its task's thread, and never comes back to it if the run is cancelled while it sleeps for long. */
    static final class LeavesBodiesParked<R extends Serializable> extends FaultyTask<R> {

        private static final long serialVersionUID = 1;
        private static final Duration LONG = Duration.ofMinutes(1);

        LeavesBodiesParked(Task<R> sound) {
            super(sound);
        }

        @Override
        public Optional<DirectBody<R>> body() {
            return sound.body().map(body -> steps -> runBeside(body, steps));
        }

        private static <R extends Serializable> R runBeside(DirectBody<R> body, Direct steps) throws Exception {
            CompletableFuture<R> ended = new CompletableFuture<>();
            CompletableFuture<Boolean> asleep = new CompletableFuture<>();
            CountDownLatch woken = new CountDownLatch(1);
            Thread.ofVirtual().start(() -> {
                try {
                    ended.complete(body.run(parking(steps, asleep, woken)));
                } catch (Throwable thrown) {
                    ended.completeExceptionally(thrown);
                }
            });
            CompletableFuture.anyOf(ended, asleep).get();
            if (!ended.isDone()) {
                steps.sleep(LONG); // which throws if the run is cancelled
                woken.countDown();
            }
            return ended.get();
        }

        private static Direct parking(Direct steps, CompletableFuture<Boolean> asleep, CountDownLatch woken) {
            return new FaultyDirect(steps) {
                @Override
                public void sleep(Duration duration) throws InterruptedException {
                    if (duration.compareTo(LONG) < 0) {
                        super.sleep(duration);
                    } else {
                        asleep.complete(true);
                        woken.await();
                    }
                }
            };
        }
    }
}
