package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serial;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An exception is described whatever its class makes of being asked. */
class TaskFailureTest {

    @Test
    void tellsTypeMessageAndTrace() {
        TaskFailure failure = TaskFailure.of(new IllegalStateException("broken"));
        assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.message()).isEqualTo("broken");
        assertThat(failure.cause()).isEmpty();
        assertThat(failure.trace())
                .startsWith("java.lang.IllegalStateException: broken\n\tat ")
                .contains("TaskFailureTest.tellsTypeMessageAndTrace");
        assertThat(failure.summary()).isEqualTo("java.lang.IllegalStateException: broken");
    }

    @Test
    void summaryTellsInnermostCause() {
        Throwable cause = new NullPointerException("acme.not.there is not set");
        TaskFailure failure = TaskFailure.of(new ExceptionInInitializerError(cause));
        assertThat(failure.summary())
                .isEqualTo("java.lang.ExceptionInInitializerError (caused by java.lang.NullPointerException:"
                        + " acme.not.there is not set)");
        assertThat(failure.trace())
                .contains("\nCaused by: java.lang.NullPointerException: acme.not.there is not set\n");
    }

    @Test
    void summaryTellsCauseOnceIfMessageDoes() {
        TaskFailure failure = TaskFailure.of(new RuntimeException(new IllegalStateException("broken")));
        assertThat(failure.summary()).isEqualTo("java.lang.RuntimeException: java.lang.IllegalStateException: broken");
    }

    @Test
    void causesThatGoRoundAreToldOnce() {
        RuntimeException one = new RuntimeException();
        one.initCause(new RuntimeException("two", one));
        assertThat(TaskFailure.of(one).summary())
                .isEqualTo("java.lang.RuntimeException (caused by" + " java.lang.RuntimeException: two)");
    }

    @Test
    void suppressedExceptionsAreInTheTrace() {
        RuntimeException thrown = new RuntimeException("one");
        thrown.addSuppressed(new IllegalStateException("two"));
        assertThat(TaskFailure.of(thrown).trace()).contains("\nSuppressed: java.lang.IllegalStateException: two\n");
    }

    @Test
    void hugeMessagesAreCut() {
        TaskFailure failure = TaskFailure.of(new IllegalStateException("x".repeat(30_000_000)));
        assertThat(failure.message()).hasSize(TaskFailure.MAX_MESSAGE).endsWith("… (30000000 characters)");
        assertThat(failure.trace()).hasSizeLessThanOrEqualTo(TaskFailure.MAX_TRACE);
    }

    @Test
    void summaryAndTraceCarryNoControlCharacters() {
        TaskFailure failure = TaskFailure.of(new IllegalStateException("one\ntwo\u001b[31m"));
        assertThat(failure.message()).isEqualTo("one\ntwo\u001b[31m");
        assertThat(failure.summary()).isEqualTo("java.lang.IllegalStateException: one\\ntwo\\u001b[31m");
        assertThat(failure.trace()).startsWith("java.lang.IllegalStateException: one\\ntwo\\u001b[31m\n\tat ");
    }

    @ParameterizedTest
    @MethodSource("trouble")
    void exceptionsThatRefuseAreNamedByTheirClass(Troublesome thrown) {
        TaskFailure failure = TaskFailure.of(thrown);
        assertThat(failure.type()).isEqualTo(Troublesome.class.getName());
        assertThat(failure.message()).startsWith("(its message cannot be had: ").hasSizeLessThan(200);
        assertThat(failure.trace()).contains(Troublesome.class.getName());
        assertThat(failure.summary()).startsWith(Troublesome.class.getName());
    }

    static Stream<Troublesome> trouble() {
        return Stream.of(
                new Troublesome(() -> {
                    throw new IllegalStateException("no text for you");
                }),
                new Troublesome(() -> {
                    throw new StackOverflowError();
                }),
                new Troublesome(() -> {
                    throw new Troublesome(() -> null);
                }));
    }

    @Test
    void textThatIsNullIsNone() {
        TaskFailure failure = TaskFailure.of(new Troublesome(() -> null));
        assertThat(failure.message()).isEmpty();
        assertThat(failure.summary()).isEqualTo(Troublesome.class.getName());
    }

    @Test
    void exceptionWhoseTextDoesNotEndIsNamedByItsClassAndNotAskedAgain() {
        CountDownLatch never = new CountDownLatch(1);
        TaskFailure failure = TaskFailure.of(new Endless(never));
        assertThat(failure.summary()).isEqualTo(Endless.class.getName() + ": (its text took longer than 1 s)");
        long begun = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            assertThat(TaskFailure.of(new Endless(never)).type()).isEqualTo(Endless.class.getName());
        }
        assertThat(System.nanoTime() - begun)
                .as("a thousand more, which would take a thousand seconds")
                .isLessThan(500_000_000_000L);
        never.countDown();
    }

    @Test
    void causeWithEndlessTextIsBoundedToo() {
        CountDownLatch never = new CountDownLatch(1);
        TaskFailure failure = TaskFailure.of(new HasEndlessCause(new Endless(never)));
        assertThat(failure.type()).isEqualTo(HasEndlessCause.class.getName());
        never.countDown();
    }

    @Test
    void interruptOfTheCallerIsKept() {
        Thread.currentThread().interrupt();
        assertThat(TaskFailure.of(new Troublesome(() -> "text")).message()).isEqualTo("text");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Answers every question in the same way. */
    static final class Troublesome extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient Supplier<@Nullable String> text;

        Troublesome(Supplier<@Nullable String> text) {
            this.text = text;
        }

        @Override
        public @Nullable String getMessage() {
            return text.get();
        }

        @Override
        public String toString() {
            return String.valueOf(text.get());
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            String unused = text.get();
            return new StackTraceElement[1];
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            String unused = text.get();
            return this;
        }
    }

    /** Its text comes when a latch is opened; interrupts do not matter to it. */
    private static final class Endless extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient CountDownLatch latch;

        Endless(CountDownLatch latch) {
            this.latch = latch;
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString")
        public String toString() {
            while (true) {
                try {
                    latch.await();
                    return "at last";
                } catch (InterruptedException e) {
                    // goes on
                }
            }
        }
    }

    private static final class HasEndlessCause extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        HasEndlessCause(Throwable cause) {
            super("a message", cause, true, false);
        }
    }
}
