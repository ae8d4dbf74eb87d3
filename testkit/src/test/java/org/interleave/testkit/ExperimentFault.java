package org.interleave.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;

/** What an experiment may do wrong, each breaking one rule and no other. */
@SuppressWarnings("ImmutableEnumChecker") // but one, experiments hold no state, and that is its fault
enum ExperimentFault {
    ASKS_NOTHING(ExperimentRule.E1, new Sound() {
        @Override
        public String question() {
            return "It is like this.";
        }
    }),
    CHANGES_ITS_MIND(ExperimentRule.E2, new Sound() {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public List<Contender> contenders(Preset preset) {
            List<Contender> contenders = new ArrayList<>(super.contenders(preset));
            contenders.add(row("row " + asked.incrementAndGet()));
            return contenders;
        }
    }),
    CALLS_TWO_ROWS_ALIKE(ExperimentRule.E3, new Sound() {
        @Override
        public List<Contender> contenders(Preset preset) {
            return List.of(row("one"), row("two"), row("two"));
        }
    }),
    NAMES_WHAT_IS_NOT_THERE(ExperimentRule.E3, new Sound() {
        @Override
        public List<Contender> contenders(Preset preset) {
            return List.of(row("one"), row("two").withParameter("count", "many"));
        }
    }),
    CLAIMS_NOTHING(ExperimentRule.E4, new Sound() {
        @Override
        public List<Claim> claims() {
            return List.of();
        }
    }),
    SPEAKS_OF_A_ROW_THAT_IS_NOT_THERE(ExperimentRule.E4, claiming("three", Claim.Bound.atMost(1))),
    CLAIMS_THE_IMPOSSIBLE(ExperimentRule.E5, claiming("two", Claim.Bound.between(2, 1))),
    CLAIMS_WHAT_IS_ALWAYS_SO(ExperimentRule.E5, claiming("two", Claim.Bound.atLeast(Double.NEGATIVE_INFINITY))),
    COMPARES_A_ROW_WITH_ITSELF(ExperimentRule.E5, claiming("one", Claim.Bound.atMost(1)));

    private final ExperimentRule rule;
    private final Experiment experiment;

    ExperimentFault(ExperimentRule rule, Experiment experiment) {
        this.rule = rule;
        this.experiment = experiment;
    }

    /** The rule that it breaks. */
    ExperimentRule rule() {
        return rule;
    }

    /** An experiment that is sound but for this. */
    Experiment experiment() {
        return experiment;
    }

    private static Experiment claiming(String label, Claim.Bound bound) {
        return new Sound() {
            @Override
            public List<Claim> claims() {
                return List.of(Claim.ratio("the first takes no longer", Claim.WALL, "one", label, bound));
            }
        };
    }

    /** An experiment that keeps every rule, of what the catalogue of {@link ExperimentFaultTest} holds. */
    static class Sound implements Experiment {

        static Contender row(String label) {
            return new Contender(label, "countdown", Map.of(), "reference", Map.of(), OptionalInt.empty());
        }

        @Override
        public String name() {
            return "same-again";
        }

        @Override
        public String question() {
            return "Is something as fast as itself?";
        }

        @Override
        public List<Contender> contenders(Preset preset) {
            return List.of(row("one"), row("two"));
        }

        @Override
        public List<Claim> claims() {
            return List.of(
                    Claim.ratio("it is as fast as itself", Claim.WALL, "one", "two", Claim.Bound.between(0.5, 2)));
        }
    }
}
