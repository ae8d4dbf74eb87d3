package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.interleave.core.Arrival;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Message;
import org.interleave.core.Outcome;
import org.interleave.core.Port;
import org.interleave.core.Task;
import org.interleave.core.Tick;

/** How {@link Rule#R24} is checked, and {@link Rule#R5} and {@link Rule#R23} of direct style: ordinary methods as tasks. */
final class DirectRules {

    private static final int EXCHANGES = 100;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String BEGUN = "direct-begun";
    private static final String UNWOUND = "direct-unwound";

    private final Subject subject;

    DirectRules(Subject subject) {
        this.subject = subject;
    }

    /** R24. All that a body may ask for. */
    void bodiesTakeEveryStep() throws InterruptedException {
        Task<Long> alone = Task.direct(steps -> {
            steps.sleep(Duration.ofMillis(1));
            long state = Tick.run(Tick.seed(1), 1_000);
            for (int turn = 0; turn < 100; turn++) {
                state = Tick.run(state, 500);
                steps.worked(500);
            }
            Port timer = new Port.Timer(Duration.ZERO, Duration.ofMillis(1));
            if (!(steps.receive(timer) instanceof Arrival.Received)) {
                throw new IllegalStateException("no expiration");
            }
            return steps.call(() -> Message.of(42)).asLong() + (state == 0 ? 1 : 0);
        });
        assertThat(outcome(List.of(alone)).results()).containsExactly(42L);
    }

    /** R24. */
    void bodiesSendAndReceive() throws InterruptedException {
        subject.assume(Feature.INBOXES);
        subject.assume(Feature.CONCURRENCY);
        Task<Long> asking = Task.direct(steps -> {
            long number = 0;
            while (number < EXCHANGES) {
                steps.send(new Port.Inbox(1), Message.of(number));
                number = number(steps.receive(new Port.Inbox(0)));
            }
            return number;
        });
        Task<Long> answering = Task.direct(steps -> {
            long number = 0;
            while (number < EXCHANGES) {
                number = number(steps.receive(new Port.Inbox(1), HOUR)) + 1;
                steps.send(new Port.Inbox(0), Message.of(number));
            }
            return number;
        });
        assertThat(outcome(List.of(asking, answering)).results()).containsOnly((long) EXCHANGES);
    }

    private static long number(Arrival arrival) {
        return ((Arrival.Received) arrival).message().asLong();
    }

    /** R24. What a call throws fails the task, though the body makes light of it. */
    void bodiesFailAlone() throws InterruptedException {
        Task<Long> throwing = Task.direct(steps -> {
            throw new IllegalStateException("thrown by the body");
        });
        Task<Long> calling = Task.direct(steps -> {
            try {
                return steps.call(() -> {
                            throw new IllegalStateException("thrown by the call");
                        })
                        .asLong();
            } catch (InterruptedException ignored) {
                return 1L;
            }
        });
        Task<Long> sound = Task.direct(steps -> 2L);
        List<Completion<Long>> completions =
                outcome(List.of(throwing, calling, sound)).completions();
        assertThat(summary(completions.get(0))).contains("thrown by the body");
        assertThat(summary(completions.get(1))).contains("thrown by the call");
        assertThat(completions.get(2)).isInstanceOf(Completion.Succeeded.class);
    }

    private static String summary(Completion<Long> completion) {
        return completion instanceof Completion.Failed<Long> failed
                ? failed.failure().summary()
                : completion.toString();
    }

    /** R23. */
    void stoppingLetsBodiesFinish() throws InterruptedException {
        MarkerFiles markers = subject.markers();
        Task<Long> counting = Task.direct(steps -> {
            markers.mark(BEGUN);
            long waits = 0;
            while (!steps.stopping()) {
                steps.sleep(HOUR);
                waits++;
            }
            return waits;
        });
        try (Execution execution = subject.open()) {
            BackgroundRun<Long> run = BackgroundRun.start(execution, Job.of(List.of(counting)));
            subject.awaitMark(BEGUN);
            execution.stop();
            assertThat(run.outcome(subject.patience()).results())
                    .singleElement(InstanceOfAssertFactories.LONG)
                    .isLessThanOrEqualTo(1);
        }
    }

    /** R5. A body that waits is unwound when the run is cancelled, and nothing of it is left. */
    void cancellingUnwindsBodies() throws InterruptedException {
        MarkerFiles markers = subject.markers();
        Task<Long> endless = Task.direct(steps -> {
            try {
                markers.mark(BEGUN);
                steps.sleep(HOUR);
                return 1L;
            } finally {
                markers.mark(UNWOUND);
            }
        });
        try (Execution execution = subject.open()) {
            BackgroundRun<Long> run = BackgroundRun.start(execution, Job.of(List.of(endless)));
            subject.awaitMark(BEGUN);
            execution.cancel();
            assertThat(run.outcome(subject.patience()).completions())
                    .singleElement()
                    .isInstanceOf(Completion.Cancelled.class);
            assertThat(markers.count(UNWOUND)).as("ends of the body").isEqualTo(1);
        }
    }

    private Outcome<Long> outcome(List<Task<Long>> tasks) throws InterruptedException {
        try (Execution execution = subject.open()) {
            return BackgroundRun.start(execution, Job.of(tasks)).outcome(subject.patience());
        }
    }
}
