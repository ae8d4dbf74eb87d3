package org.interleave.testkit;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.core.Step;
import org.interleave.core.StepMachine;
import org.interleave.core.Turn;

/** Sleeps once, then results in what it was given. */
final class SleepingTask extends StepMachine<String> {

    private static final long serialVersionUID = 1;

    private final Duration duration;
    private final String result;

    SleepingTask(Duration duration, String result) {
        this.duration = duration;
        this.result = result;
    }

    /** A number of tasks that sleep as long as each other and result in the same. */
    static List<SleepingTask> alike(int number, Duration duration, String result) {
        return IntStream.range(0, number)
                .mapToObj(index -> new SleepingTask(duration, result))
                .toList();
    }

    @Override
    protected Step<String> begin(Turn turn) {
        return then(this::end, Step.sleep(duration));
    }

    private Step<String> end(Turn turn) {
        return Step.done(result);
    }
}
