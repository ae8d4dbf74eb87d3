package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StrategyDescriptionTest {

    private static final Parameter<Long> WORKERS = Parameter.count("workers", "how many workers", 2, 2, 1, 64);

    private static final StrategyDescription PLAIN =
            StrategyDescription.of("fair-lock", Family.THREADS, Approach.IDIOMATIC, "threads under one lock");

    @Test
    void isRefinedByCopies() {
        StrategyDescription refined =
                PLAIN.withFeatures(Feature.INBOXES, Feature.CONCURRENCY).withOptions(WORKERS);
        assertThat(refined)
                .isEqualTo(new StrategyDescription(
                        "fair-lock",
                        Family.THREADS,
                        Approach.IDIOMATIC,
                        "threads under one lock",
                        Set.of(Feature.CONCURRENCY, Feature.INBOXES),
                        List.of(WORKERS)));
        assertThat(refined.features()).containsExactly(Feature.CONCURRENCY, Feature.INBOXES);
        assertThat(PLAIN.features()).isEmpty();
        assertThat(PLAIN.options()).isEmpty();
    }

    @Test
    void doesNotChangeWithWhatItWasMadeOf() {
        Set<Feature> features = EnumSet.of(Feature.INBOXES);
        List<Parameter<?>> options = new ArrayList<>(List.of(WORKERS));
        StrategyDescription description = PLAIN.withFeatures(features).withOptions(options);
        features.clear();
        options.clear();
        assertThat(description.features()).containsExactly(Feature.INBOXES);
        assertThat(description.options()).isEqualTo(List.of(WORKERS));
    }

    @Test
    @SuppressWarnings("NullAway") // what a plug-in may do
    void nullsAndABlankDescriptionAreRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> StrategyDescription.of(null, Family.THREADS, Approach.TUNED, "d"))
                .withMessage("the name is null");
        assertThatNullPointerException()
                .isThrownBy(() -> StrategyDescription.of("n", null, Approach.TUNED, "d"))
                .withMessage("the family is null");
        assertThatNullPointerException()
                .isThrownBy(() -> StrategyDescription.of("n", Family.THREADS, null, "d"))
                .withMessage("the approach is null");
        assertThatNullPointerException()
                .isThrownBy(() -> StrategyDescription.of("n", Family.THREADS, Approach.TUNED, null))
                .withMessage("the description is null");
        assertThatNullPointerException()
                .isThrownBy(() -> PLAIN.withFeatures(Collections.singleton(null)))
                .withMessage("one of the features is null");
        assertThatNullPointerException()
                .isThrownBy(() -> PLAIN.withOptions(Collections.singletonList(null)))
                .withMessage("one of the options is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StrategyDescription.of("n", Family.THREADS, Approach.TUNED, " "))
                .withMessage("the description is blank");
    }

    @Test
    void tasksInJavaOfOneProcessMayDoAllButSurviveEachOther() {
        assertThat(Feature.IN_PROCESS).isEqualTo(EnumSet.complementOf(EnumSet.of(Feature.ISOLATION, Feature.KERNELS)));
    }
}
