package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.interleave.core.Arrival;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Port;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Task;
import org.interleave.core.Turn;

/** How {@link Rule#R21} is checked: timers that go on, one that expires once, and a task that is late. */
final class TimerRules {

    private static final Duration PERIOD = Duration.ofMillis(5);
    private static final int EXPIRATIONS = 11;
    private static final String AS_EXPECTED = "as expected";

    private final Subject subject;

    TimerRules(Subject subject) {
        this.subject = subject;
    }

    /** R21. */
    void timersExpireAgainAndAgain() throws InterruptedException {
        run(new Repeating());
    }

    /** R21. */
    void timersWithoutAPeriodExpireOnce() throws InterruptedException {
        run(new Single());
    }

    /** R21. */
    void whoIsLateLearnsWhatWasMissed() throws InterruptedException {
        run(new Late());
    }

    private void run(Task<String> task) throws InterruptedException {
        try (Execution execution = subject.open()) {
            BackgroundRun<String> run = BackgroundRun.start(execution, Job.of(List.of(task)));
            assertThat(run.outcome(subject.patience()).results()).containsExactly(AS_EXPECTED);
        }
    }

    /** Counts expirations, none of which may come before its time. */
    private static final class Repeating extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final Port timer = new Port.Timer(Duration.ZERO, PERIOD);
        private long started;
        private long count;

        @Override
        protected Step<String> begin(Turn turn) {
            started = System.nanoTime();
            return then(this::count, Step.receive(timer));
        }

        private Step<String> count(Turn turn) {
            long more = turn.message().asLong();
            count += more;
            long due = 1 + (System.nanoTime() - started) / PERIOD.toNanos();
            if (more < 1 || count > due) {
                return Step.done(more + " expirations, " + count + " in all where " + due + " were due");
            }
            return count < EXPIRATIONS ? Step.receive(timer) : Step.done(AS_EXPECTED);
        }
    }

    /** Expects one expiration. */
    private static final class Single extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private final Port timer = new Port.Timer(PERIOD, Duration.ZERO);
        private long started;

        @Override
        protected Step<String> begin(Turn turn) {
            started = System.nanoTime();
            return then(this::once, Step.receive(timer));
        }

        private Step<String> once(Turn turn) {
            Duration waited = Duration.ofNanos(System.nanoTime() - started);
            if (waited.compareTo(PERIOD) < 0) {
                return Step.done("it expired after " + waited);
            }
            return turn.message().asLong() == 1
                    ? then(this::never, Step.receive(timer, PERIOD.multipliedBy(4)))
                    : Step.done("it expired " + turn.message().asLong() + " times");
        }

        private Step<String> never(Turn turn) {
            return Step.done(turn.arrival().equals(Arrival.timedOut()) ? AS_EXPECTED : "it expired again");
        }
    }

    /** Starts a timer, and sleeps for some of its periods. */
    private static final class Late extends StepMachine<String> {

        private static final long serialVersionUID = 1;

        private static final int PERIODS = 6;

        private final Port timer = new Port.Timer(Duration.ZERO, PERIOD);
        private long count;

        @Override
        protected Step<String> begin(Turn turn) {
            return then(this::sleep, Step.receive(timer));
        }

        private Step<String> sleep(Turn turn) {
            count = turn.message().asLong();
            return then(this::look, Step.sleep(PERIOD.multipliedBy(PERIODS)));
        }

        private Step<String> look(Turn turn) {
            return then(this::end, Step.receive(timer));
        }

        private Step<String> end(Turn turn) {
            long missed = turn.message().asLong();
            return Step.done(
                    missed >= PERIODS
                            ? AS_EXPECTED
                            : missed + " after " + count + ", at least " + PERIODS + " were due");
        }
    }
}
