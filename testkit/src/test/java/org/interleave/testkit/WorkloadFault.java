package org.interleave.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.Completion;
import org.interleave.core.DirectBody;
import org.interleave.core.Feature;
import org.interleave.core.Job;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/** What a workload may do wrong, each breaking one rule and no other. */
@SuppressWarnings("ImmutableEnumChecker") // but one, workloads hold no state, and that is its fault
enum WorkloadFault {
    IS_CALLED_UNTIDILY(WorkloadRule.W1, new Sound() {
        @Override
        public String name() {
            return "Sum Of Ticks";
        }
    }),
    HAS_A_SIZE_THAT_IS_NO_PARAMETER(WorkloadRule.W1, new Sound() {
        @Override
        public Optional<Parameter<?>> size() {
            return Optional.of(Parameter.count("size", "how much", 1, 1, 1, 2));
        }
    }),
    HANDS_OUT_ITS_TASKS_AGAIN(WorkloadRule.W2, new Sound() {
        private final List<Task<Long>> kept = List.of(new Counting(), new Counting());

        @Override
        List<Task<Long>> tasks() {
            return kept;
        }
    }),
    HAS_TASKS_THAT_CANNOT_TRAVEL(WorkloadRule.W3, new Sound() {
        @Override
        Task<Long> task() {
            Object lock = new Object();
            return Task.direct(steps -> lock.hashCode() == 0 ? RESULT + 1 : RESULT);
        }
    }),
    FORGETS_IN_TRANSIT(WorkloadRule.W3, new Sound() {
        @Override
        Task<Long> task() {
            return new Forgetful();
        }
    }),
    TAKES_ANY_RESULT(WorkloadRule.W4, new Sound() {
        @Override
        void check(Outcome<Long> outcome) {
            outcome.results(TASKS);
        }
    }),
    OVERLOOKS_WHAT_IS_MISSING(WorkloadRule.W4, new Sound() {
        @Override
        void check(Outcome<Long> outcome) {
            outcome.results().forEach(Sound::checkResult);
        }
    }),
    FAILS_ON_FAILURES(WorkloadRule.W4, new Sound() {
        @Override
        void check(Outcome<Long> outcome) {
            if (!(outcome.completions().getFirst() instanceof Completion.Succeeded)) {
                throw new IllegalStateException("who would have thought that");
            }
            super.check(outcome);
        }
    }),
    STUMBLES_OVER_WHAT_IT_READS(WorkloadRule.W5, new Sound() {
        @Override
        public List<Parameter<?>> parameters() {
            return List.of(Parameter.text(
                    "word",
                    "a word",
                    "ab",
                    "two letters",
                    text -> text.substring(0, 1) + text.charAt(1),
                    word -> word));
        }
    }),
    REPORTS_WHAT_IT_DOES_NOT_DECLARE(WorkloadRule.W6, new Sound() {
        @Override
        Map<String, Metric> metricsOfRound() {
            return Map.of("surprises", Metric.count(1));
        }
    }),
    REPORTS_NO_NUMBER(WorkloadRule.W6, new Sound() {
        @Override
        public Optional<Set<String>> metrics() {
            return Optional.empty();
        }

        @Override
        Map<String, Metric> metricsOfRound() {
            return Map.of("share", Metric.ratio(Double.NaN));
        }
    }),
    HOGS(WorkloadRule.W7, new Sound() {
        @Override
        Task<Long> task() {
            return Task.direct(steps -> Sound.ticks(20_000_000) == 0 ? RESULT + 1 : RESULT);
        }
    }),
    SAYS_TOO_FEW_TICKS(WorkloadRule.W7, new Sound() {
        @Override
        Task<Long> task() {
            return Task.direct(working(20, 200_000, 1000));
        }
    }),
    SAYS_TOO_MANY_TICKS(WorkloadRule.W7, new Sound() {
        @Override
        Task<Long> task() {
            return Task.direct(working(20, 1000, 200_000));
        }
    });

    private final WorkloadRule rule;
    private final Workload<?> workload;

    WorkloadFault(WorkloadRule rule, Workload<?> workload) {
        this.rule = rule;
        this.workload = workload;
    }

    /** The rule that it breaks. */
    WorkloadRule rule() {
        return rule;
    }

    /** A workload that is sound but for this. */
    Workload<?> workload() {
        return workload;
    }

    /** Does more or less work than it says. */
    private static DirectBody<Long> working(int times, int ticks, int said) {
        return steps -> {
            long state = 1;
            for (int i = 0; i < times; i++) {
                state |= Sound.ticks(ticks);
                steps.worked(said);
            }
            return state == 0 ? Sound.RESULT + 1 : Sound.RESULT;
        };
    }

    /** A workload that keeps every rule. */
    static class Sound implements Workload<Long> {

        static final int TASKS = 2;
        static final long RESULT = 3;

        /** Never zero. */
        static long ticks(int number) {
            return Tick.run(Tick.seed(1), number);
        }

        Task<Long> task() {
            return new Counting();
        }

        List<Task<Long>> tasks() {
            return List.of(task(), task());
        }

        void check(Outcome<Long> outcome) {
            outcome.results(TASKS).forEach(Sound::checkResult);
        }

        static void checkResult(Long result) {
            if (result != RESULT) {
                throw new WrongResultException("a task results in " + result);
            }
        }

        Map<String, Metric> metricsOfRound() {
            return Map.of();
        }

        @Override
        public String name() {
            return "sound";
        }

        @Override
        public String description() {
            return "tasks that count to three";
        }

        @Override
        public List<Parameter<?>> parameters() {
            return List.of();
        }

        @Override
        public Set<Feature> needs() {
            return Set.of();
        }

        @Override
        public Optional<Set<String>> metrics() {
            return Optional.of(Set.of());
        }

        @Override
        public Round<Long> prepare(Parameters parameters) {
            return new Round<>() {
                @Override
                public Job<Long> job() {
                    return Job.of(tasks());
                }

                @Override
                public Map<String, Metric> verify(Outcome<Long> outcome) {
                    check(outcome);
                    return metricsOfRound();
                }
            };
        }
    }

    /** Counts to three, a turn for each. */
    private static class Counting implements Task<Long> {

        private static final long serialVersionUID = 1;

        long count;

        @Override
        public Step<Long> advance(Turn turn) {
            if (count >= Sound.RESULT) {
                return Step.done(Sound.RESULT);
            }
            count++;
            return Step.ready();
        }
    }

    /** Knows what to count to only where it was made. */
    private static final class Forgetful extends Counting {

        private static final long serialVersionUID = 1;

        private final transient long end = Long.parseLong("3");

        @Override
        public Step<Long> advance(Turn turn) {
            Step<Long> step = super.advance(turn);
            return step instanceof Step.Done<Long> ? Step.done(end) : step;
        }
    }
}
