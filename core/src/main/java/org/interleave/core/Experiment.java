package org.interleave.core;

import java.util.List;

/**
 * A question, what to run to answer it, and the claims that a run judges by its own measurements.
 *
 * <p>Experiments are providers of a service, see {@link java.util.ServiceLoader}. Instances hold no state and may be used
 * from any thread.
 */
public interface Experiment {

    /** What the rows of a run without names belong to. Nothing else may be called so. */
    String SUITE = "head-to-head";

    /** Its name on the command line: lower case, words joined by hyphens. */
    String name();

    /** What it asks, in one sentence. */
    String question();

    /** What is measured to answer it. Labels differ from each other. */
    List<Contender> contenders(Preset preset);

    /** What it claims. The rows they speak of are named by the labels of {@link #contenders}. */
    List<Claim> claims();

    /**
     * The names of those metrics that tell most about its question, the most telling first, for tables. They come before
     * the {@linkplain Workload#highlights() workload's own}.
     */
    default List<String> highlights() {
        return List.of();
    }
}
