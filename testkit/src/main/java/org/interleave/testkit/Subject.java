package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Feature;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;

/**
 * The strategy that a test is about, and what the test uses beside it.
 *
 * @param strategy the strategy
 * @param options what it is opened with
 * @param directory the test's own
 * @param markers what tasks write down, within that directory
 * @param patience how long to wait for what should happen
 */
record Subject(Strategy strategy, Parameters options, Path directory, MarkerFiles markers, Duration patience) {

    /** Skips the test if the strategy cannot run here. */
    void assumeAvailable() {
        if (strategy.availability(options) instanceof Availability.Unavailable unavailable) {
            assumeTrue(false, strategy.name() + " is unavailable: " + unavailable.reason());
        }
    }

    /** Skips the test if the strategy does not declare a feature. */
    void assume(Feature feature) {
        assumeTrue(has(feature), () -> strategy.name() + " " + refusal(feature));
    }

    private String refusal(Feature feature) {
        return switch (strategy.supports(new SingleFeatureWorkload(feature))) {
            case Availability.Unavailable unavailable -> unavailable.reason();
            case Availability.Available available -> feature.absence();
        };
    }

    /** Whether the strategy declares a feature. */
    boolean has(Feature feature) {
        return strategy.features().contains(feature);
    }

    /**
     * The same strategy, opened with other options.
     *
     * @param name a directory of its own
     */
    Subject openedWith(Parameters otherOptions, String name) {
        try {
            Path own = Files.createDirectory(directory.resolve(name));
            return new Subject(strategy, otherOptions, own, MarkerFiles.in(own), patience);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the strategy; skips the test if it cannot run here. */
    Execution open() {
        assumeAvailable();
        return strategy.open(options);
    }

    /** Waits for something to happen. Fails the test if it does not. */
    void await(String what, Supplier<Boolean> happened) {
        try {
            Awaitility.await(what)
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(patience)
                    .until(happened::get);
        } catch (ConditionTimeoutException e) {
            fail("%s: not within %d s", what, patience.toSeconds());
        }
    }

    /** Waits for a task to write something down. */
    void awaitMark(String what) {
        await("a task marks '" + what + "'", () -> markers.marked(what));
    }

    /** Closes an execution. It fails the test if that throws, or takes forever. */
    void close(Execution execution) {
        FutureTask<Boolean> closing = new FutureTask<>(execution::close, true);
        Thread.ofPlatform().daemon().name("contract-close").start(closing);
        await("close returns", closing::isDone);
        assertThat(closing.state() == Future.State.FAILED ? closing.exceptionNow() : null)
                .as("what close threw")
                .isNull();
    }
}
