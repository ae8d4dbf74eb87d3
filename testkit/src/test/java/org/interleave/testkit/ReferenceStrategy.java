package org.interleave.testkit;

import java.util.EnumSet;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.Parameters;
import org.interleave.core.Strategy;

/** A strategy that keeps every rule: a thread for each task. Faulty ones are made of it. */
class ReferenceStrategy implements Strategy {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Family family() {
        return Family.THREADS;
    }

    @Override
    public String description() {
        return "a thread for each task";
    }

    @Override
    public Approach label() {
        return Approach.IDIOMATIC;
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.complementOf(EnumSet.of(Feature.ISOLATION));
    }

    @Override
    public Execution open(Parameters options) {
        return new ReferenceExecution();
    }
}
