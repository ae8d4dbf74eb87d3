package org.interleave.workbench;

import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/** Progress as one live line on a terminal: how many forks, which contender, how much time is left. */
final class BarProgress implements Progress {

    private final ProgressBar bar;

    BarProgress(boolean colour, String unit) {
        bar = new ProgressBarBuilder()
                .setTaskName("measuring")
                .setUnit(" " + unit, 1)
                .setStyle(colour ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .setEtaFunction(BarProgress::timeLeft)
                .clearDisplayOnFinish()
                .build();
    }

    private static Optional<Duration> timeLeft(ProgressState state) {
        long done = state.getCurrent();
        return done == 0
                ? Optional.empty()
                : Optional.of(state.getElapsedAfterStart()
                        .multipliedBy(state.getMax() - done)
                        .dividedBy(done));
    }

    @Override
    public void start(int forks) {
        bar.maxHint(forks);
    }

    @Override
    public void begin(Spec spec) {
        bar.setExtraMessage(spec.title());
    }

    @Override
    public void end(Spec spec, long millis) {
        bar.step();
    }

    @Override
    public void skip(Spec spec) {
        bar.maxHint(bar.getMax() - 1);
    }

    @Override
    public void extend() {
        bar.maxHint(bar.getMax() + 1);
    }

    @Override
    public void stop() {
        bar.close();
    }
}
