package org.interleave.processes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.interleave.processes.pool.WorkerTarget;
import org.interleave.processes.wire.Fuzzer;
import org.interleave.processes.wire.ReaderTarget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Malformed frames, where frames come in. The property {@code fuzz.seconds} says for how long in all, {@code fuzz.seed} what
 * is drawn from: {@code mvn -pl strategy-processes -am -DexcludedGroups= -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtest=FuzzTest#malformedFramesForLong -Dfuzz.seconds=3600 test}.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20_261_128);
    private static final Duration LONG = Duration.ofSeconds(Long.getLong("fuzz.seconds", 45));

    @Test
    void malformedFramesAreRefusedOnTheWayIn() throws Exception {
        Fuzzer.run(new ReaderTarget(), SEED, 3_000, Duration.ZERO);
        Fuzzer.run(new PoolTarget(), SEED, 200, Duration.ZERO);
        Fuzzer.run(new WorkerTarget(), SEED, 8, Duration.ZERO);
    }

    @Test
    @Tag("thorough")
    void malformedFramesForLong() throws Exception {
        Fuzzer.run(new ReaderTarget(), SEED, 10_000, LONG.dividedBy(3));
        Fuzzer.run(new PoolTarget(), SEED, 500, LONG.dividedBy(3));
        Fuzzer.run(new WorkerTarget(), SEED, 20, LONG.dividedBy(3));
    }
}
