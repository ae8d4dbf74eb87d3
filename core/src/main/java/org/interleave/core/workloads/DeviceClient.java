package org.interleave.core.workloads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.interleave.core.Arrival;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Turn;
import org.interleave.core.workloads.Devices.Noticed;
import org.interleave.core.workloads.Devices.Watched;
import org.jspecify.annotations.Nullable;

/**
 * A client of a {@link DeviceServer}: says that it is ready, then watches its devices in its own way until nothing changes any more.
 * It makes one request at a time, and makes it again if there is no reply for {@value #PATIENCE_MILLIS} ms: a datagram may
 * be lost.
 */
abstract class DeviceClient extends StepMachine<Watched> {

    private static final long serialVersionUID = 1;
    private static final int PATIENCE_MILLIS = 250;
    private static final Duration PATIENCE = Duration.ofMillis(PATIENCE_MILLIS);
    private static final int MOST_ATTEMPTS = 100;

    private final Port server;
    private final ArrayList<Noticed> noticed = new ArrayList<>();
    private @Nullable State<Watched> replied;
    private DeviceFrame.Kind asking = DeviceFrame.Kind.GET;
    private int device;
    private int id;
    private int attempts;
    private long requests;
    private long asked;
    private long heard;
    private long answered;
    private boolean over;

    DeviceClient(Port server) {
        this.server = server;
    }

    /** What it does once it has said that it is ready. */
    abstract Step<Watched> watch(Turn turn) throws Exception;

    /** Says that it is ready. */
    final Step<Watched> start() {
        asked = System.nanoTime();
        return ask(DeviceFrame.Kind.PUT, DeviceFrame.CONTROL, this::watch);
    }

    /** Makes a request, and goes on with the reply. */
    final Step<Watched> ask(DeviceFrame.Kind kind, int which, State<Watched> then) {
        asking = kind;
        device = which;
        replied = then;
        id++;
        attempts = 0;
        return send();
    }

    private Step<Watched> send() {
        if (++attempts > MOST_ATTEMPTS) {
            throw new IllegalStateException("the device server does not answer");
        }
        requests++;
        return then(this::sent, Step.send(server, new DeviceFrame(asking, id, device, 1, 0).message()));
    }

    private Step<Watched> sent(Turn turn) {
        return then(this::arrived, Step.receive(server, PATIENCE));
    }

    private Step<Watched> arrived(Turn turn) throws Exception {
        return switch (turn.arrival()) {
            case Arrival.TimedOut late -> send();
            case Arrival.CutShort stopping -> end();
            case Arrival.Closed closed ->
                throw new IllegalStateException("the device server closed the connection: " + closed.why());
            case Arrival.Received received -> {
                DeviceFrame frame = DeviceFrame.of(received.message().buffer());
                yield isReply(frame) ? taken(turn, frame) : sent(turn);
            }
        };
    }

    /** Takes note of an event; what answers an earlier request is old. */
    private boolean isReply(DeviceFrame frame) {
        noteEvent(frame);
        boolean answer = frame.kind() == DeviceFrame.Kind.VALUE || frame.kind() == DeviceFrame.Kind.LAST_VALUE;
        return answer && frame.id() == id;
    }

    private Step<Watched> taken(Turn turn, DeviceFrame reply) throws Exception {
        over |= reply.kind() == DeviceFrame.Kind.LAST_VALUE;
        if (asking == DeviceFrame.Kind.PUT && answered == 0) {
            heard = reply.changed();
            answered = System.nanoTime();
        }
        if (asking == DeviceFrame.Kind.GET && device != DeviceFrame.CONTROL) {
            got(reply);
        }
        return Objects.requireNonNull(replied).advance(turn);
    }

    /** Takes what was got; unless overridden, nothing of it. */
    void got(DeviceFrame reply) {}

    /** Waits for an event, for a while; goes on with it, or asks whether it is all over. */
    final Step<Watched> awaitEvent() {
        return over ? end() : then(this::eventArrived, Step.receive(server, PATIENCE));
    }

    private Step<Watched> eventArrived(Turn turn) throws Exception {
        return switch (turn.arrival()) {
            case Arrival.Received received -> {
                noteEvent(DeviceFrame.of(received.message().buffer()));
                yield awaitEvent();
            }
            case Arrival.TimedOut quiet -> ask(DeviceFrame.Kind.GET, DeviceFrame.CONTROL, again -> awaitEvent());
            case Arrival.CutShort stopping -> end();
            case Arrival.Closed closed ->
                throw new IllegalStateException("the device server closed the connection: " + closed.why());
        };
    }

    private void noteEvent(DeviceFrame frame) {
        if (frame.kind() == DeviceFrame.Kind.EVENT) {
            note(frame);
        }
        over |= frame.kind() == DeviceFrame.Kind.END;
    }

    /** Takes note of a value that is new. */
    final void note(DeviceFrame frame) {
        noticed.add(new Noticed(frame.device(), frame.value(), frame.changed(), System.nanoTime()));
    }

    /** Whether nothing changes any more. */
    final boolean over() {
        return over;
    }

    /** Ends it. */
    final Step<Watched> end() {
        return Step.done(new Watched(noticed, requests, asked, heard, answered));
    }

    /** Gets every value, and sleeps, again and again. */
    static final class Polling extends DeviceClient {

        private static final long serialVersionUID = 1;

        private final Duration every;
        private final long[] changed;
        private int next;
        private boolean lastTime;
        private long asleep;

        Polling(Port server, int devices, Duration every) {
            super(server);
            this.every = every;
            changed = new long[devices];
        }

        @Override
        protected Step<Watched> begin(Turn turn) {
            return start();
        }

        /** Once it is over before the first is got, all have their last values. */
        @Override
        Step<Watched> watch(Turn turn) {
            lastTime = over();
            next = 0;
            return getNext(turn);
        }

        private Step<Watched> wake(Turn turn) {
            long slept = System.nanoTime() - asleep;
            if (slept < every.toNanos() && !turn.stopping()) {
                throw new IllegalStateException("slept for " + slept + " ns instead of " + every.toNanos() + " ns");
            }
            return watch(turn);
        }

        private Step<Watched> getNext(Turn turn) {
            if (turn.stopping()) {
                return end();
            }
            if (next < changed.length) {
                return ask(DeviceFrame.Kind.GET, next++, this::getNext);
            }
            asleep = System.nanoTime();
            return lastTime ? end() : then(this::wake, Step.sleep(every));
        }

        @Override
        void got(DeviceFrame reply) {
            if (reply.changed() != changed[reply.device()]) {
                changed[reply.device()] = reply.changed();
                note(reply);
            }
        }
    }

    /** Subscribes, and waits for events. */
    static final class Subscribing extends DeviceClient {

        private static final long serialVersionUID = 1;

        Subscribing(Port server) {
            super(server);
        }

        @Override
        protected Step<Watched> begin(Turn turn) {
            return ask(DeviceFrame.Kind.SUBSCRIBE, DeviceFrame.CONTROL, subscribed -> start());
        }

        @Override
        Step<Watched> watch(Turn turn) {
            return awaitEvent();
        }
    }
}
