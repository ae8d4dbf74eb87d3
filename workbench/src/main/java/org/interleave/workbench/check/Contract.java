package org.interleave.workbench.check;

import java.util.Locale;

/**
 * A contract to be checked.
 *
 * @param kind of what
 * @param name the name of what is checked
 */
record Contract(Kind kind, String name) {

    /** What has a contract. */
    enum Kind {
        STRATEGY(PluginContracts.OfStrategy.class),
        WORKLOAD(PluginContracts.OfWorkload.class),
        EXPERIMENT(PluginContracts.OfExperiment.class);

        private final Class<?> test;

        Kind(Class<?> test) {
            this.test = test;
        }

        /** The test class that is the contract. */
        Class<?> test() {
            return test;
        }
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + name;
    }
}
