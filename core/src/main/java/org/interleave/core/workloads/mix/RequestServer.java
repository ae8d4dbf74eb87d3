package org.interleave.core.workloads.mix;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.interleave.core.Arrival;
import org.interleave.core.Cell;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.workloads.mix.ComputingCall.Computed;
import org.interleave.core.workloads.mix.RequestPlan.PlannedStep;

/**
 * A task that serves requests, one after another, which a {@link RequestLoad} sends it on a connection of its own: it says hello,
 * carries out what comes, answers, and ends when it is told to.
 */
final class RequestServer extends StepMachine<Served> {

    private static final long serialVersionUID = 1;

    private static final int CELL = 0;

    /** The instruction of an addition that is next, each a tick: another task may have its turn between any two. */
    private enum Addition {
        NONE,
        LOAD,
        ADD,
        STORE
    }

    private final int task;
    private final Port load;
    private final Port inbox;
    private final Port answering;
    private final Profile profile;
    private final transient boolean here;

    private int budget;
    private long number;
    private RequestPlan request = RequestPlan.NOTHING;
    private int next;
    private long state;
    private long marks;
    private long ticksLeft;
    private Addition addition = Addition.NONE;
    private long scratch = 1;
    private long loaded;
    private long sum;
    private long asleep;
    private long requests;
    private long messages;
    private long callsInC;
    private long callsInJava;
    private long earlyWaits;

    /**
     * A server.
     *
     * @param task its place in the job
     * @param load where requests come from
     * @param answering the place of the task that answers messages
     * @param profile what requests are like
     */
    RequestServer(int task, Port load, int answering, Profile profile) {
        this.task = task;
        this.load = load;
        inbox = new Port.Inbox(task);
        this.answering = new Port.Inbox(answering);
        this.profile = profile;
        here = true;
    }

    @Override
    protected Step<Served> begin(Turn turn) {
        return then(this::receive, Step.send(load, RequestLoad.HELLO));
    }

    private Step<Served> receive(Turn turn) {
        return then(this::take, Step.receive(load));
    }

    private Step<Served> take(Turn turn) {
        if (!(turn.arrival() instanceof Arrival.Received received)
                || received.message().equals(RequestLoad.STOP)) {
            return end();
        }
        number = received.message().asLong();
        request = profile.request(number);
        next = 0;
        state = request.state();
        marks = request.state();
        return serve(turn);
    }

    /** Goes on with what the request does, with all the ticks of a turn. */
    private Step<Served> serve(Turn turn) {
        budget = turn.ticks();
        while (true) {
            if (ticksLeft > 0 || addition != Addition.NONE) {
                if (budget == 0) {
                    return then(this::serve, Step.ready());
                }
                work(turn);
            } else if (next < request.steps().size()) {
                Optional<Step<Served>> step = carryOut(request.steps().get(next++));
                if (step.isPresent()) {
                    return step.get();
                }
            } else {
                return answer();
            }
        }
    }

    private void work(Turn turn) {
        if (ticksLeft > 0) {
            int ticks = (int) Math.min(budget, ticksLeft);
            state = Tick.run(state, ticks);
            ticksLeft -= ticks;
            budget -= ticks;
        } else {
            add(turn.cell(CELL));
            budget--;
        }
    }

    private void add(Cell cell) {
        scratch = Tick.run(scratch, 1);
        addition = switch (addition) {
            case NONE -> throw new IllegalStateException("nothing to add");
            case LOAD -> {
                loaded = cell.load();
                yield Addition.ADD;
            }
            case ADD -> {
                sum = loaded + 1;
                yield Addition.STORE;
            }
            case STORE -> cell.store(loaded, sum) ? Addition.NONE : Addition.LOAD;
        };
    }

    /** Begins a step of the request; empty if it is worked on within turns. */
    private Optional<Step<Served>> carryOut(PlannedStep step) {
        marks = RequestPlan.marked(marks, step.kind(), step.amount());
        return switch (step.kind()) {
            case COMPUTE -> {
                ticksLeft = step.amount();
                yield Optional.empty();
            }
            case CELL -> {
                addition = Addition.LOAD;
                yield Optional.empty();
            }
            case NATIVE ->
                Optional.of(then(
                        this::computed, Step.blocking(new ComputingCall(state, step.amount(), !profile.nativeHeld()))));
            case WAIT -> {
                asleep = System.nanoTime();
                yield Optional.of(then(this::awake, Step.sleep(Duration.ofNanos(step.amount()))));
            }
            case BLOCKING -> Optional.of(then(this::replied, Step.blocking(new BlockingCall(step.amount(), marks))));
            case MESSAGE -> {
                messages++;
                yield Optional.of(then(this::ask, Step.send(answering, AnsweringTask.question(task, marks))));
            }
        };
    }

    private Step<Served> awake(Turn turn) {
        PlannedStep wait = request.steps().get(next - 1);
        if (System.nanoTime() - asleep < wait.amount()) {
            earlyWaits++;
        }
        return goOn(turn);
    }

    private Step<Served> computed(Turn turn) {
        if (turn.arrival() instanceof Arrival.Received received) {
            Computed computed = Computed.of(received.message());
            state = computed.state();
            callsInC += computed.inC() ? 1 : 0;
            callsInJava += computed.inC() ? 0 : 1;
        }
        return goOn(turn);
    }

    private Step<Served> ask(Turn turn) {
        return then(this::replied, Step.receive(inbox));
    }

    private Step<Served> replied(Turn turn) {
        if (turn.arrival() instanceof Arrival.Received received) {
            PlannedStep asked = request.steps().get(next - 1);
            marks = RequestPlan.marked(marks, asked.kind(), received.message().asLong());
        }
        return goOn(turn);
    }

    /** What is cut short when a run is stopped is not answered. */
    private Step<Served> goOn(Turn turn) {
        return turn.stopping() ? end() : serve(turn);
    }

    private Step<Served> answer() {
        requests++;
        ByteBuffer answer = ByteBuffer.allocate(RequestLoad.ANSWER_BYTES)
                .putLong(number)
                .putLong(state)
                .putLong(marks)
                .flip();
        return then(this::receive, Step.send(load, Message.copyOf(answer)));
    }

    private Step<Served> end() {
        return Step.done(new Served(task, requests, messages, callsInC, callsInJava, earlyWaits, here));
    }
}
