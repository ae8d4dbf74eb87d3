package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.interleave.core.Completion;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.TaskFailure;
import org.interleave.core.Turn;
import org.jspecify.annotations.Nullable;

/** How the part of {@link Rule#R4} is checked that is about exceptions whose own code misbehaves. */
final class ExceptionTextRules {

    private static final int LONGEST_SUMMARY = 100_000;

    private final Subject subject;

    ExceptionTextRules(Subject subject) {
        this.subject = subject;
    }

    /** All in one run, so that the one that waits for ever costs its time once. */
    void exceptionsOfAnyTextFailTheirTaskAlone() throws InterruptedException {
        List<Task<String>> tasks = new ArrayList<>();
        for (Text text : Text.values()) {
            tasks.add(new ThrowingTask(text));
            tasks.add(new SleepingTask(Duration.ofMillis(1), "fine"));
        }
        Execution execution = subject.open();
        try {
            List<Completion<String>> completions = BackgroundRun.start(execution, Job.of(tasks))
                    .outcome(subject.patience())
                    .completions();
            for (int index = 0; index < tasks.size(); index++) {
                assertEndedAsMeant(tasks.get(index), completions.get(index));
            }
        } finally {
            subject.close(execution);
        }
    }

    private static void assertEndedAsMeant(Task<String> task, Completion<String> completion) {
        if (task instanceof ThrowingTask throwing) {
            assertThat(completion)
                    .as("the end of a task whose exception's text is %s", throwing.text)
                    .isInstanceOf(Completion.Failed.class);
            TaskFailure failure = ((Completion.Failed<String>) completion).failure();
            assertThat(failure.type())
                    .isEqualTo(throwing.text.thrown().getClass().getName());
            assertThat(failure.summary()).hasSizeBetween(failure.type().length(), LONGEST_SUMMARY);
            assertThat(failure.summary().chars()).as("control characters").noneMatch(Character::isISOControl);
        } else {
            assertThat(completion).isInstanceOf(Completion.Succeeded.class);
        }
    }

    /** What becomes of asking an exception for its text. */
    private enum Text {
        THROWN,
        NULL,
        HUGE,
        CONTROLS_THE_TERMINAL,
        ENDLESS;

        RuntimeException thrown() {
            return switch (this) {
                case THROWN, NULL -> new TroublesomeException(this);
                case HUGE -> new IllegalStateException("x".repeat(5_000_000));
                case CONTROLS_THE_TERMINAL -> new IllegalStateException("\u001b[2Jgone\n\u0007");
                case ENDLESS -> new EndlessException();
            };
        }
    }

    private static final class ThrowingTask implements Task<String> {

        private static final long serialVersionUID = 1;

        private final Text text;

        ThrowingTask(Text text) {
            this.text = text;
        }

        @Override
        public Step<String> advance(Turn turn) {
            throw text.thrown();
        }
    }

    private static final class TroublesomeException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final Text text;

        TroublesomeException(Text text) {
            this.text = text;
        }

        @Override
        public @Nullable String getMessage() {
            if (text == Text.NULL) {
                return null;
            }
            throw new IllegalStateException("no message for you");
        }

        @Override
        public @Nullable String toString() {
            return getMessage();
        }
    }

    /** Takes a minute to tell its text, which is for ever here, whoever interrupts it. */
    private static final class EndlessException extends RuntimeException {

        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < TimeUnit.MINUTES.toNanos(1)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                Thread.interrupted();
            }
            return "at last";
        }
    }
}
