package org.interleave.testkit;

import java.io.Serializable;
import java.util.function.Supplier;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Outcome;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;
import org.interleave.core.Task;

/** What a strategy may do wrong, each breaking one rule and no other. */
@SuppressWarnings("ImmutableEnumChecker") // strategies hold no state
enum Fault {
    HAS_A_WRONG_TWIN(Rule.R1, treating(CompletionFaults.WrongTwin::new)),
    RESUMES_TASKS_THAT_ARE_DONE(Rule.R2, treating(CompletionFaults.ResumedAfterEnd::new)),
    FORGETS_ITS_WORKERS(Rule.R2, executing(CompletionFaults.ForgetsWorkers::new)),
    COMPLETES_IN_THE_ORDER_OF_ENDING(Rule.R3, executing(CompletionFaults.CompletesInOrderOfEnding::new)),
    WRAPS_EXCEPTIONS(Rule.R4, treating(CompletionFaults.WrapsExceptions::new)),
    ASKS_EXCEPTIONS_FOR_THEIR_TEXT(Rule.R4, treating(CompletionFaults.AsksExceptions::new)),
    CANCELS_THE_REST_WHEN_ONE_FAILS(Rule.R4, executing(CompletionFaults.FailsFast::new)),

    IGNORES_CANCEL(Rule.R5, executing(StoppingFaults.IgnoresCancel::new)),
    CALLS_CANCELLED_FAILED(Rule.R5, executing(StoppingFaults.CallsCancelledFailed::new)),
    STAYS_CANCELLED(Rule.R5, executing(StoppingFaults.StaysCancelled::new)),
    LEAVES_BODIES_PARKED(Rule.R5, treating(DirectFaults.LeavesBodiesParked::new)),
    KEEPS_THE_INTERRUPT(Rule.R6, executing(StoppingFaults.KeepsInterrupt::new)),
    SWALLOWS_THE_INTERRUPT(Rule.R6, executing(StoppingFaults.SwallowsInterrupt::new)),
    IS_BROKEN_BY_AN_INTERRUPT(Rule.R6, executing(StoppingFaults.BrokenByInterrupt::new)),
    LEAVES_A_TASK_RUNNING(Rule.R6, executing(StoppingFaults.LeavesTaskRunning::new)),
    NEVER_STOPS_DAEMONS(Rule.R11, treating(StoppingFaults.NoDaemon::new)),
    STOPS_DAEMONS_AT_ONCE(Rule.R11, treating(StoppingFaults.StoppedAtOnce::new)),
    CANCELS_DAEMONS(Rule.R11, executing(StoppingFaults.CancelsDaemons::new)),

    LEAKS_A_THREAD(Rule.R7, executing(LifecycleFaults.LeaksThread::new)),
    CANNOT_BE_CLOSED_TWICE(Rule.R7, executing(LifecycleFaults.ClosesOnce::new)),
    RUNS_AFTER_CLOSING(Rule.R7, executing(LifecycleFaults.RunsAfterClosing::new)),
    WAITS_FOR_THE_RUN_TO_CLOSE(Rule.R7, executing(LifecycleFaults.WaitsToClose::new)),
    PRINTS(Rule.R9, executing(LifecycleFaults.Prints::new)),
    QUEUES_RUNS(Rule.R17, executing(LifecycleFaults.QueuesRuns::new)),
    FAILS_WITHOUT_TASKS(Rule.R17, executing(LifecycleFaults.FailsWithoutTasks::new)),

    HAS_FOUR_THREADS(Rule.R8, executing(MessageFaults.FourAtOnce::new)),
    LOSES_A_MESSAGE(Rule.R10, treating(MessageFaults.LosesMessage::new)),
    DOUBLES_A_MESSAGE(Rule.R10, treating(MessageFaults.DoublesMessage::new)),
    SWAPS_MESSAGES(Rule.R10, treating(MessageFaults.SwapsMessages::new)),
    QUEUES_WITHOUT_BOUND(Rule.R10, executing(MessageFaults.QueuesWithoutBound::new)),
    SLEEPS_WITH_ALL_OTHERS(Rule.R12, executing(MessageFaults.OneSleeperAtOnce::new)),
    CUTS_DATAGRAMS(Rule.R13, treating(MessageFaults.CutsDatagrams::new)),
    DROPS_RESULTS_OF_CALLS(Rule.R14, treating(MessageFaults.DropsResultsOfCalls::new)),
    IGNORES_FAILURES_OF_CALLS(Rule.R14, treating(MessageFaults.IgnoresFailuresOfCalls::new)),

    LOSES_UPDATES(Rule.R15, executing(CellFaults.LosesUpdates::new)),
    KEEPS_CELLS(Rule.R15, executing(CellFaults.KeepsCells::new)),

    REFUSES_WITHOUT_REASON(Rule.R16, new DescriptionFaults.RefusesWithoutReason()),
    ACCEPTS_WHAT_IT_CANNOT_DO(Rule.R16, new DescriptionFaults.AcceptsAll()),
    HAS_AN_UNTIDY_NAME(Rule.R18, new DescriptionFaults.UntidyName()),
    HAS_AN_OPTION_TWICE(Rule.R18, new DescriptionFaults.OptionTwice()),
    SAYS_TWO_THINGS(Rule.R18, new DescriptionFaults.SaysTwoThings()),
    CALLS_TWO_VARIANTS_ALIKE(Rule.R18, new DescriptionFaults.VariantTwice()),
    NAMES_VARIANTS_BY_THE_MACHINE(Rule.R18, new DescriptionFaults.VariantOfTheMachine()),

    FORGETS_ITS_WORKERS_IN_A_VARIANT(Rule.R19, new DescriptionFaults.FaultyVariant()),

    IGNORES_LIMITS(Rule.R20, treating(ArrivalFaults.IgnoresLimits::new)),
    HALVES_LIMITS(Rule.R20, treating(ArrivalFaults.HalvesLimits::new)),
    LOSES_WHAT_COMES_TOO_LATE(Rule.R20, treating(ArrivalFaults.LosesLateMessages::new)),
    HAS_TIMERS_THAT_ARE_FAST(Rule.R21, treating(ArrivalFaults.FastTimers::new)),
    HAS_TIMERS_THAT_GO_ON(Rule.R21, treating(ArrivalFaults.TimersGoOn::new)),
    FORGETS_MISSED_EXPIRATIONS(Rule.R21, treating(ArrivalFaults.ForgetsMissed::new)),

    CUTS_FRAMES(Rule.R22, treating(ConnectionFaults.CutsFrames::new)),
    TAKES_IN_FRAMES_OF_ANY_SIZE(Rule.R22, treating(ConnectionFaults.AnySize::new)),
    TELLS_ONCE_THAT_A_CONNECTION_IS_CLOSED(Rule.R22, treating(ConnectionFaults.ClosedOnce::new)),
    BUFFERS_FRAMES_WITHOUT_BOUND(Rule.R22, treating(ConnectionFaults.BuffersWithoutBound::new)),
    CALLS_UNCONNECTED_CANCELLED(Rule.R22, executing(ConnectionFaults.UnconnectedCancelled::new)),

    IGNORES_STOP(Rule.R23, executing(StoppingFaults.IgnoresStop::new)),
    CANCELS_INSTEAD_OF_STOPPING(Rule.R23, executing(StoppingFaults.CancelsInstead::new)),
    STAYS_STOPPED(Rule.R23, executing(StoppingFaults.StaysStopped::new)),
    TELLS_NOBODY_TO_STOP(Rule.R23, treating(StoppingFaults.ToldNothing::new)),
    CALLS_A_CUT_TOO_LATE(Rule.R23, treating(StoppingFaults.CutIsTooLate::new)),
    KEEPS_BODIES_FROM_STOPPING(Rule.R23, treating(DirectFaults.NeverStopping::new)),

    LOSES_WHAT_BODIES_SEND(Rule.R24, treating(DirectFaults.LosesMessages::new)),
    LETS_BODIES_CATCH_FAILURES(Rule.R24, treating(DirectFaults.CatchesFailures::new));

    private final Rule rule;
    private final Strategy strategy;

    Fault(Rule rule, Strategy strategy) {
        this.rule = rule;
        this.strategy = strategy;
    }

    /** The rule that it breaks. */
    Rule rule() {
        return rule;
    }

    /** A strategy that is sound but for this. */
    Strategy strategy() {
        return strategy;
    }

    /** Makes of a task what a faulty strategy runs. */
    private interface Treatment {
        <R extends Serializable> Task<R> treat(Task<R> task);
    }

    private static Strategy treating(Treatment treatment) {
        return executing(() -> new FaultyExecution() {
            @Override
            public <R extends Serializable> Outcome<R> run(Job<R> job) throws InterruptedException {
                return super.run(new Job<>(
                        job.tasks().stream()
                                .<Task<R>>map(task -> treatment.treat(task))
                                .toList(),
                        job.cells()));
            }
        });
    }

    private static Strategy executing(Supplier<Execution> executions) {
        return new ReferenceStrategy() {
            @Override
            public Execution open(Parameters options) {
                return executions.get();
            }
        };
    }
}
