package org.interleave.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyVariant;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.testkit.EndlessTask.Pursuit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The contract that every strategy passes. Extend it, answer {@link #strategy}, and the strategy is checked against
 * every {@link Rule}; the number in a test's name is the rule's.
 *
 * <p>All is skipped if the strategy is not {@linkplain Strategy#availability available} here, but for R18. A rule that
 * needs a feature which the strategy does not declare is skipped with the strategy's own reason.
 *
 * <p>The contract's own tasks are plain Java and serializable, and may run in another process of the same machine.
 * They and the test tell each other what happened through files. A strategy that is about C code runs them too: a job
 * may have tasks without a C twin.
 *
 * <p>R7 compares what the JVM holds before and after, and R9 looks at its standard output, so these tests run alone.
 * Give the JVM a temporary directory of its own.
 */
@Isolated("compares threads, processes and files before and after")
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class StrategyContract {

    private Subject subject;

    /** For subclasses. */
    protected StrategyContract() {}

    /** The strategy to check. */
    protected abstract Strategy strategy();

    /** What it is opened with: the defaults unless overridden. */
    protected Parameters options() {
        return Parameters.defaults(strategy().options());
    }

    /**
     * The options of a variant of the strategy on this machine, to answer {@link #options} with.
     *
     * @param name the variant's
     */
    protected final Parameters optionsOfVariant(String name) {
        Strategy strategy = strategy();
        StrategyVariant variant = strategy.variants(Runtime.getRuntime().availableProcessors()).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(strategy.name() + " has no variant " + name));
        return Parameters.of(strategy.name(), strategy.options(), variant.options(), Preset.QUICK);
    }

    /** The workloads that R1 runs: those on the class path unless overridden. */
    protected List<Workload<?>> workloads() {
        return Catalog.load(getClass().getClassLoader()).workloads();
    }

    /** Time limit for what should happen, less than ten minutes. A busy machine may need some. */
    protected Duration patience() {
        return Duration.ofMinutes(2);
    }

    @BeforeEach
    final void getReady(@TempDir Path directory) {
        subject = new Subject(strategy(), options(), directory, MarkerFiles.in(directory), patience());
    }

    @Checks(Rule.R1)
    final void r1_supportedWorkloadsComeToWhatTheirOraclesSay() throws InterruptedException {
        new WorkloadRules(subject).resultsAreWhatTheOracleSays(workloads());
    }

    @Checks(Rule.R2)
    final void r2_eachTaskRunsExactlyOnce() throws InterruptedException {
        new CompletionRules(subject).eachTaskRunsExactlyOnce();
    }

    @Checks(Rule.R3)
    final void r3_completionsComeInTheOrderOfSubmission() throws InterruptedException {
        new CompletionRules(subject).completionsComeInTheOrderOfSubmission();
    }

    @Checks(Rule.R4)
    final void r4_failingTasksFailAlone() throws InterruptedException {
        new CompletionRules(subject).failingTasksFailAlone();
    }

    @Checks(Rule.R4)
    final void r4_exceptionsOfAnyTextFailTheirTaskAlone() throws InterruptedException {
        new ExceptionTextRules(subject).exceptionsOfAnyTextFailTheirTaskAlone();
    }

    @Checks(Rule.R5)
    final void r5_cancellingEndsTasksThatSleep() throws InterruptedException {
        new StoppingRules(subject).cancellingEnds(Pursuit.SLEEPS);
    }

    @Checks(Rule.R5)
    final void r5_cancellingEndsTasksThatReceive() throws InterruptedException {
        new StoppingRules(subject).cancellingEnds(Pursuit.RECEIVES);
    }

    @Checks(Rule.R5)
    final void r5_cancellingEndsTasksThatAwaitATimer() throws InterruptedException {
        new StoppingRules(subject).cancellingEnds(Pursuit.AWAITS_A_TIMER);
    }

    @Checks(Rule.R5)
    final void r5_cancellingEndsTasksInBlockingCalls() throws InterruptedException {
        new StoppingRules(subject).cancellingEnds(Pursuit.BLOCKS);
    }

    @Checks(Rule.R5)
    final void r5_cancellingEndsTasksThatCompute() throws InterruptedException {
        new StoppingRules(subject).cancellingEnds(Pursuit.COMPUTES);
    }

    @Checks(Rule.R5)
    final void r5_cancellingEndsTasksThatSendToAPeer() throws InterruptedException, IOException {
        new ConnectionRules(subject).cancellingEndsWhoSendsToAPeerThatDoesNotRead();
    }

    @Checks(Rule.R5)
    final void r5_cancellingUnwindsBodies() throws InterruptedException {
        new DirectRules(subject).cancellingUnwindsBodies();
    }

    @Checks(Rule.R5)
    final void r5_cancellingEndsAllTasksOfThatRun() throws InterruptedException {
        new StoppingRules(subject).cancellingEndsAllTasksOfThatRun();
    }

    @Checks(Rule.R6)
    final void r6_interruptingTheCallerEndsTheRun() throws InterruptedException {
        new StoppingRules(subject).interruptingTheCallerEndsTheRun();
    }

    @Checks(Rule.R6)
    final void r6_callersInterruptedBeforehandAreToldSo() throws InterruptedException {
        new StoppingRules(subject).callersInterruptedBeforehandAreToldSo();
    }

    @Checks(Rule.R7)
    final void r7_closingLeavesNothing() throws InterruptedException {
        new LifecycleRules(subject).closingLeavesNothing();
    }

    @Checks(Rule.R7)
    final void r7_closingEndsTheRun() throws InterruptedException {
        new LifecycleRules(subject).closingEndsTheRun();
    }

    @Checks(Rule.R7)
    final void r7_closedExecutionsRefuseToRun() throws InterruptedException {
        new LifecycleRules(subject).closedExecutionsRefuseToRun();
    }

    @Checks(Rule.R8)
    final void r8_manyTasksMaySleep() throws InterruptedException {
        new MessageRules(subject).manyTasksMaySleep();
    }

    @Checks(Rule.R8)
    final void r8_manyTasksMayWaitForEachOther() throws InterruptedException {
        new MessageRules(subject).manyTasksMayWaitForEachOther();
    }

    @Checks(Rule.R9)
    final void r9_nothingIsPrinted() throws InterruptedException {
        new LifecycleRules(subject).nothingIsPrinted();
    }

    @Checks(Rule.R10)
    final void r10_messagesArriveInOrderAndSendersAreHeldBack() throws InterruptedException {
        new MessageRules(subject).messagesArriveInOrderAndSendersAreHeldBack();
    }

    @Checks(Rule.R11)
    final void r11_daemonsAreToldToStop() throws InterruptedException {
        new StoppingRules(subject).daemonsAreToldToStop();
    }

    @Checks(Rule.R12)
    final void r12_waitsOverlap() throws InterruptedException {
        new ConcurrencyRules(subject).waitsOverlap();
    }

    @Checks(Rule.R13)
    final void r13_tasksTalkToPeer() throws InterruptedException, IOException {
        new DatagramRules(subject).tasksTalkToPeer();
    }

    @Checks(Rule.R14)
    final void r14_blockingCallsDeliverResults() throws InterruptedException {
        new ConcurrencyRules(subject).blockingCallsDeliverResults();
    }

    @Checks(Rule.R14)
    final void r14_blockingCallsThatThrowFailTheirTask() throws InterruptedException {
        new ConcurrencyRules(subject).blockingCallsThatThrowFailTheirTask();
    }

    @Checks(Rule.R14)
    final void r14_othersGoOnDuringBlockingCalls() throws InterruptedException {
        new ConcurrencyRules(subject).othersGoOnDuringBlockingCalls();
    }

    @Checks(Rule.R15)
    final void r15_sumsAreExactOrPossible() throws InterruptedException {
        new CellRules(subject).sumsAreExactOrPossible();
    }

    @Checks(Rule.R15)
    final void r15_cellsStartAtZero() throws InterruptedException {
        new CellRules(subject).cellsStartAtZero();
    }

    @Checks(Rule.R16)
    final void r16_whatIsNotDeclaredIsRefused() {
        new DescriptionRules(subject).whatIsNotDeclaredIsRefused();
    }

    @Checks(Rule.R17)
    final void r17_secondRunAtTheSameTimeIsRefused() throws InterruptedException {
        new LifecycleRules(subject).secondRunAtTheSameTimeIsRefused();
    }

    @Checks(Rule.R17)
    final void r17_oneRunAfterAnotherIsFine() throws InterruptedException {
        new LifecycleRules(subject).oneRunAfterAnotherIsFine();
    }

    @Checks(Rule.R18)
    final void r18_descriptionIsWellFormed() {
        new DescriptionRules(subject).descriptionIsWellFormed();
    }

    @Checks(Rule.R18)
    final void r18_optionsAreWellFormed() {
        new DescriptionRules(subject).optionsAreWellFormed();
    }

    @Checks(Rule.R18)
    final void r18_variantsAreWellFormed() {
        new VariantRules(subject).variantsAreWellFormed();
    }

    @Checks(Rule.R19)
    final void r19_eachVariantRunsTasks() throws InterruptedException {
        new VariantRules(subject).eachVariantRunsTasks();
    }

    @Checks(Rule.R20)
    final void r20_aLimitEndsAReceive() throws InterruptedException {
        new LimitRules(subject).aLimitEndsAReceive();
    }

    @Checks(Rule.R20)
    final void r20_aLimitEndsAReceiveOfDatagrams() throws InterruptedException, IOException {
        new LimitRules(subject).aLimitEndsAReceiveOfDatagrams();
    }

    @Checks(Rule.R20)
    final void r20_aLimitEndsAReceiveOfFrames() throws InterruptedException, IOException {
        new ConnectionRules(subject).aLimitEndsAReceive();
    }

    @Checks(Rule.R20)
    final void r20_messagesWithinALimitAreReceived() throws InterruptedException {
        new LimitRules(subject).messagesWithinALimitAreReceived();
    }

    @Checks(Rule.R21)
    final void r21_timersExpireAgainAndAgain() throws InterruptedException {
        new TimerRules(subject).timersExpireAgainAndAgain();
    }

    @Checks(Rule.R21)
    final void r21_timersWithoutAPeriodExpireOnce() throws InterruptedException {
        new TimerRules(subject).timersWithoutAPeriodExpireOnce();
    }

    @Checks(Rule.R21)
    final void r21_whoIsLateLearnsWhatWasMissed() throws InterruptedException {
        new TimerRules(subject).whoIsLateLearnsWhatWasMissed();
    }

    @Checks(Rule.R22)
    final void r22_tasksTalkToAPeerThatCloses() throws InterruptedException, IOException {
        new ConnectionRules(subject).tasksTalkToPeerUntilItEnds(FramePeer.End.CLOSES);
    }

    @Checks(Rule.R22)
    final void r22_tasksTalkToAPeerThatEndsWithinAFrame() throws InterruptedException, IOException {
        new ConnectionRules(subject).tasksTalkToPeerUntilItEnds(FramePeer.End.WITHIN_A_FRAME);
    }

    @Checks(Rule.R22)
    final void r22_framesThatAreTooLargeCloseAConnection() throws InterruptedException, IOException {
        new ConnectionRules(subject).tasksTalkToPeerUntilItEnds(FramePeer.End.TOO_LARGE);
    }

    @Checks(Rule.R22)
    final void r22_framesOfNegativeLengthCloseAConnection() throws InterruptedException, IOException {
        new ConnectionRules(subject).tasksTalkToPeerUntilItEnds(FramePeer.End.NEGATIVE_LENGTH);
    }

    @Checks(Rule.R22)
    final void r22_whoSendsToAPeerThatDoesNotReadWaits() throws InterruptedException, IOException {
        new ConnectionRules(subject).whoSendsToAPeerThatDoesNotReadWaits();
    }

    @Checks(Rule.R22)
    final void r22_whoCannotConnectFails() throws InterruptedException, IOException {
        new ConnectionRules(subject).whoCannotConnectFails();
    }

    @Checks(Rule.R23)
    final void r23_stoppingLetsTasksThatSleepFinish() throws InterruptedException {
        new StoppingRules(subject).stoppingLetsTasksFinish(Pursuit.SLEEPS);
    }

    @Checks(Rule.R23)
    final void r23_stoppingLetsTasksThatReceiveFinish() throws InterruptedException {
        new StoppingRules(subject).stoppingLetsTasksFinish(Pursuit.RECEIVES);
    }

    @Checks(Rule.R23)
    final void r23_stoppingLetsTasksThatAwaitATimerFinish() throws InterruptedException {
        new StoppingRules(subject).stoppingLetsTasksFinish(Pursuit.AWAITS_A_TIMER);
    }

    @Checks(Rule.R23)
    final void r23_stoppingLetsTasksOfASilentPeerFinish() throws InterruptedException, IOException {
        new ConnectionRules(subject).stoppingLetsTasksOfASilentPeerFinish();
    }

    @Checks(Rule.R23)
    final void r23_stoppingLetsTasksInBlockingCallsFinish() throws InterruptedException {
        new StoppingRules(subject).stoppingLetsTasksFinish(Pursuit.BLOCKS);
    }

    @Checks(Rule.R23)
    final void r23_stoppingLetsTasksThatComputeFinish() throws InterruptedException {
        new StoppingRules(subject).stoppingLetsTasksFinish(Pursuit.COMPUTES);
    }

    @Checks(Rule.R23)
    final void r23_stoppingLetsBodiesFinish() throws InterruptedException {
        new DirectRules(subject).stoppingLetsBodiesFinish();
    }

    @Checks(Rule.R24)
    final void r24_bodiesTakeEveryStep() throws InterruptedException {
        new DirectRules(subject).bodiesTakeEveryStep();
    }

    @Checks(Rule.R24)
    final void r24_bodiesSendAndReceive() throws InterruptedException {
        new DirectRules(subject).bodiesSendAndReceive();
    }

    @Checks(Rule.R24)
    final void r24_bodiesFailAlone() throws InterruptedException {
        new DirectRules(subject).bodiesFailAlone();
    }
}
