package org.interleave.workbench.check;

import java.util.Locale;
import java.util.Optional;

/**
 * A contract to be checked.
 *
 * @param kind of what
 * @param name the name of what is checked; of a library its file
 */
record Contract(Kind kind, String name) {

    /** What has a contract. */
    enum Kind {
        STRATEGY(Optional.of(PluginContracts.OfStrategy.class)),
        WORKLOAD(Optional.of(PluginContracts.OfWorkload.class)),
        EXPERIMENT(Optional.of(PluginContracts.OfExperiment.class)),
        KERNEL_LIBRARY(Optional.empty());

        private final Optional<Class<?>> test;

        Kind(Optional<Class<?>> test) {
            this.test = test;
        }

        /** The test class that is the contract. What a kernel does with which arguments nobody knows: only its library is read. */
        Optional<Class<?>> test() {
            return test;
        }
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + name;
    }
}
