package org.interleave.core;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A named family of jobs with an oracle: it makes tasks and knows what they have to result in.
 *
 * <p>Workloads are providers of a service, see {@link java.util.ServiceLoader}. Instances hold no state and may be used
 * from any thread.
 *
 * @param <R> what each task results in
 */
public interface Workload<R extends Serializable> {

    /** Its name on the command line: lower case, words joined by hyphens. */
    String name();

    /** One line that says what its tasks do. */
    String description();

    /** What can be set, with a default for each preset. */
    List<Parameter<?>> parameters();

    /** The features that a strategy has to offer to run it, whatever its parameters. */
    Set<Feature> needs();

    /**
     * The features that a strategy has to offer to run it with these parameters: those that it {@linkplain #needs() always
     * needs}, and perhaps more.
     *
     * @param parameters values for {@link #parameters()}
     */
    default Set<Feature> needs(Parameters parameters) {
        return needs();
    }

    /**
     * Whether its tasks that compute have a {@linkplain Task#kernel kernel}, a twin in C. A strategy that is about C code
     * refuses a workload that has none, for it could only run it in Java. Unless overridden, those have that {@linkplain
     * #needs need} {@link Feature#KERNELS}.
     */
    default boolean hasKernels() {
        return needs().contains(Feature.KERNELS);
    }

    /**
     * The same with these parameters, where it depends on them; of steps of tasks too, which are {@linkplain NativeCall calls of native
     * code}.
     *
     * @param parameters values for {@link #parameters()}
     */
    default boolean hasKernels(Parameters parameters) {
        return hasKernels();
    }

    /**
     * Whether its tasks have a kernel that works {@linkplain Kernel#inInstance in interpreter instances only}. False unless
     * overridden.
     */
    default boolean hasInstanceKernels() {
        return false;
    }

    /**
     * Gets one round ready. Everything that is not the strategy's work is done here, outside the measured time.
     *
     * @param parameters values for {@link #parameters()}
     * @throws InvalidInputException if the values do not go together
     */
    Round<R> prepare(Parameters parameters);

    /**
     * What a round takes of things that machines have only so many of. Little unless overridden.
     *
     * @param parameters values for {@link #parameters()}
     */
    default Demand demand(Parameters parameters) {
        return Demand.LITTLE;
    }

    /**
     * The parameter that its work is in proportion to, for those who need a little more or less of it; empty if there is none.
     * One of {@link #parameters}, a count or a duration.
     */
    default Optional<Parameter<?>> size() {
        return Optional.empty();
    }

    /**
     * The same where it depends on the others, as a load may be as long as its duration or as its number of requests.
     *
     * @param parameters values for {@link #parameters()}
     */
    default Optional<Parameter<?>> size(Parameters parameters) {
        return size();
    }

    /**
     * The number of parts that the work of a round consists of and that cannot be divided, such as requests: who wants a little
     * more work gets a whole part more, or none. Empty if they are so many, or so small, that nobody would notice.
     *
     * @param parameters values for {@link #parameters()}
     */
    default OptionalLong parts(Parameters parameters) {
        return OptionalLong.empty();
    }

    /**
     * The names of all metrics that its rounds may report, for claims about them to be checked before anything is measured: a
     * metric of another name is refused then. Nothing if only a run can tell.
     */
    default Optional<Set<String>> metrics() {
        return Optional.empty();
    }

    /** The names of those of its metrics that tell most, the most telling first, for tables; empty if it is the time. */
    default List<String> highlights() {
        return List.of();
    }

    /**
     * The parameters for rounds that only warm up a JVM in which a few others are traced: as large as the compiler needs and
     * no larger. As they are, unless the round is mostly spent waiting. What is measured is warmed up with its own.
     */
    default Parameters warmUp(Parameters parameters) {
        return parameters;
    }
}
