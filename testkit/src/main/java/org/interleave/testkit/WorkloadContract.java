package org.interleave.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Parameters;
import org.interleave.core.Workload;
import org.junit.jupiter.api.Timeout;

/**
 * The contract that every workload passes. Extend it, answer {@link #workload}, and the workload is checked against every
 * {@link WorkloadRule}; the number in a test's name is the rule's.
 *
 * <p>Its tasks run on threads of this JVM, nothing held. The rules that run tasks are skipped if the workload needs a {@linkplain
 * org.interleave.core.Feature feature} that this has not: processes of their own, or C code.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class WorkloadContract {

    /** For subclasses. */
    protected WorkloadContract() {}

    /** The workload to check. */
    protected abstract Workload<?> workload();

    /** What its rounds are prepared with: the quick defaults, large counts and long times cut down, unless overridden. */
    protected Parameters parameters() {
        return WorkloadRules.small(workload());
    }

    /**
     * Results that are wrong where one is right: what the kit makes of numbers, texts, lists, arrays and records, unless
     * overridden. The oracle has to refuse one of them.
     */
    protected List<? extends Object> wrongResults(Object right) {
        return WrongResults.of(right);
    }

    /** The longest that a task may compute without giving way, whatever ticks it says: 50 ms unless overridden. */
    protected Duration longestTurn() {
        return Duration.ofMillis(50);
    }

    private RoundRules rounds() {
        return new RoundRules(workload(), parameters());
    }

    @ChecksWorkload(WorkloadRule.W1)
    final void w1_descriptionIsWellFormed() {
        new WorkloadDescriptionRules(workload()).descriptionIsWellFormed();
    }

    @ChecksWorkload(WorkloadRule.W2)
    final void w2_roundsAreFresh() throws Exception {
        rounds().roundsAreFresh();
    }

    @ChecksWorkload(WorkloadRule.W3)
    final void w3_copiesOfTasksComeToTheSame() throws Exception {
        rounds().copiesOfTasksComeToTheSame();
    }

    @ChecksWorkload(WorkloadRule.W4)
    final void w4_theOracleRefusesWhatIsMissing() throws Exception {
        rounds().theOracleRefusesWhatIsMissing();
    }

    @ChecksWorkload(WorkloadRule.W4)
    final void w4_theOracleRefusesTasksThatFailed() throws Exception {
        rounds().theOracleRefusesTasksThatFailed();
    }

    @ChecksWorkload(WorkloadRule.W4)
    final void w4_theOracleRefusesWrongResults() throws Exception {
        rounds().theOracleRefusesWrongResults(this::wrongResults);
    }

    @ChecksWorkload(WorkloadRule.W5)
    final void w5_parametersAreChecked() {
        new WorkloadDescriptionRules(workload()).parametersAreChecked();
    }

    @ChecksWorkload(WorkloadRule.W6)
    final void w6_metricsAreDeclared() throws Exception {
        rounds().metricsAreDeclared();
    }

    @ChecksWorkload(WorkloadRule.W7)
    final void w7_ticksTakeAboutAsLongAsTheySay() throws Exception {
        rounds().ticksTakeAboutAsLongAsTheySay(longestTurn());
    }
}
