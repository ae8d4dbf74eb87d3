package org.interleave.workbench.check;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.interleave.core.Experiment;
import org.interleave.core.Strategy;
import org.interleave.core.Workload;
import org.interleave.core.catalog.Catalog;
import org.interleave.testkit.ExperimentContract;
import org.interleave.testkit.StrategyContract;
import org.interleave.testkit.WorkloadContract;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The contracts of the kit, of what this process was told to check. JUnit makes them. */
final class PluginContracts {

    private static volatile Optional<Subject> subject = Optional.empty();

    private PluginContracts() {}

    /**
     * What is checked.
     *
     * @param catalog where it is
     * @param name its name
     * @param patience how long a single check may take
     */
    record Subject(Catalog catalog, String name, Duration patience) {}

    /** Sets what is checked, for the rest of the process. */
    static void check(Subject chosen) {
        subject = Optional.of(chosen);
    }

    private static Subject subject() {
        return subject.orElseThrow();
    }

    /** While a check runs, the context class loader is the plug-in's; JUnit finds its engines by it. */
    static final class ContextClassLoader implements BeforeEachCallback, AfterEachCallback {

        private ClassLoader before = ClassLoader.getSystemClassLoader();

        @Override
        public void beforeEach(ExtensionContext context) {
            before = Thread.currentThread().getContextClassLoader();
            subject().catalog().pluginLoader(subject().name()).ifPresent(Thread.currentThread()::setContextClassLoader);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @ExtendWith(ContextClassLoader.class)
    static final class OfStrategy extends StrategyContract {

        /** As it came, without what the catalogue keeps of it. */
        @Override
        protected Strategy strategy() {
            return Objects.requireNonNull(
                    subject().catalog().strategies(Strategy.class).get(subject().name()));
        }

        /** A check that waits for long is to fail before the process is ended. */
        @Override
        protected Duration patience() {
            return subject().patience().dividedBy(2);
        }
    }

    @ExtendWith(ContextClassLoader.class)
    static final class OfWorkload extends WorkloadContract {

        @Override
        protected Workload<?> workload() {
            return subject().catalog().workload(subject().name());
        }
    }

    @ExtendWith(ContextClassLoader.class)
    static final class OfExperiment extends ExperimentContract {

        @Override
        protected Experiment experiment() {
            return subject().catalog().experiment(subject().name()).orElseThrow();
        }

        @Override
        protected Catalog catalog() {
            return subject().catalog();
        }
    }
}
