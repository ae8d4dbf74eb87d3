package org.interleave.core;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a strategy says of itself. Immutable.
 *
 * {@snippet :
 * StrategyDescription.of("fair-lock", Family.THREADS, Approach.IDIOMATIC, "threads under one lock, first come, first served")
 *         .withFeatures(Feature.CONCURRENCY, Feature.SHARED_CELLS, Feature.INBOXES, Feature.DATAGRAMS)
 *         .withOptions(SWITCH_INTERVAL);
 * }
 *
 * @param name its name on the command line: lower case, words joined by hyphens, at most 60 characters; of a kind, the
 *     kind's name, a colon, its own
 * @param family the way around, or under, the giant lock that it belongs to
 * @param approach whether it is written as its model is usually written, or for speed
 * @param description one line that says what it does
 * @param features what its tasks may do; a workload that needs more is refused with the reason
 * @param options its settings, named differently; a value for each is given when it is opened
 * @param onRequest whether a run in which nothing is named leaves it out: one would rather study it than choose it
 */
public record StrategyDescription(
        String name,
        Family family,
        Approach approach,
        String description,
        Set<Feature> features,
        List<Parameter<?>> options,
        boolean onRequest) {

    /** One that is measured where nothing is named. */
    public StrategyDescription(
            String name,
            Family family,
            Approach approach,
            String description,
            Set<Feature> features,
            List<Parameter<?>> options) {
        this(name, family, approach, description, features, options, false);
    }

    /**
     * Takes copies.
     *
     * @throws NullPointerException if a component, or an element of one, is null
     * @throws IllegalArgumentException if the description is blank
     */
    public StrategyDescription {
        Objects.requireNonNull(name, "the name is null");
        Objects.requireNonNull(family, "the family is null");
        Objects.requireNonNull(approach, "the approach is null");
        Objects.requireNonNull(description, "the description is null");
        if (description.isBlank()) {
            throw new IllegalArgumentException("the description is blank");
        }
        features = inOrder(withoutNull("the features", features));
        options = withoutNull("the options", options);
    }

    /** A description without features and options. */
    public static StrategyDescription of(String name, Family family, Approach approach, String description) {
        return new StrategyDescription(name, family, approach, description, Set.of(), List.of());
    }

    /** The same with these features, and no others. */
    public StrategyDescription withFeatures(Feature... offered) {
        return withFeatures(Set.of(offered));
    }

    /** The same with these features, and no others. */
    public StrategyDescription withFeatures(Set<Feature> offered) {
        return new StrategyDescription(name, family, approach, description, offered, options, onRequest);
    }

    /** The same with these options, and no others. */
    public StrategyDescription withOptions(Parameter<?>... settings) {
        return withOptions(List.of(settings));
    }

    /** The same with these options, and no others. */
    public StrategyDescription withOptions(List<Parameter<?>> settings) {
        return new StrategyDescription(name, family, approach, description, features, settings, onRequest);
    }

    /** The same, left out of a run in which nothing is named. */
    public StrategyDescription measuredOnRequest() {
        return new StrategyDescription(name, family, approach, description, features, options, true);
    }

    private static <T> List<T> withoutNull(String component, Collection<T> elements) {
        Objects.requireNonNull(elements, component + " are null");
        for (T element : elements) {
            Objects.requireNonNull(element, "one of " + component + " is null");
        }
        return List.copyOf(elements);
    }

    private static Set<Feature> inOrder(Collection<Feature> features) {
        Set<Feature> ordered = EnumSet.noneOf(Feature.class);
        ordered.addAll(features);
        return Collections.unmodifiableSet(ordered);
    }
}
