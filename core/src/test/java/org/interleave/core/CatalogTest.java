package org.interleave.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.interleave.core.workloads.Countdown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {

    @TempDir
    private Path plugins;

    /** What a plug-in might bring. */
    public static class Mine implements Strategy {

        @Override
        public String name() {
            return "mine";
        }

        @Override
        public Family family() {
            return Family.NATIVE;
        }

        @Override
        public String description() {
            return "for tests";
        }

        @Override
        public Label label() {
            return Label.TUNED;
        }

        @Override
        public Set<Feature> features() {
            return Set.of(Feature.CONCURRENCY);
        }

        @Override
        public Execution open(Parameters options) {
            throw new StrategyException("not meant to run");
        }
    }

    /** Another of the same name. */
    public static final class AlsoCalledMine extends Mine {}

    /** Of a family that comes first. */
    public static final class Early extends Mine {

        @Override
        public String name() {
            return "early";
        }

        @Override
        public Family family() {
            return Family.THREADS;
        }
    }

    /** Cannot be made. */
    public static final class Broken extends Mine {

        public Broken() {
            throw new IllegalStateException("no such device");
        }
    }

    /** A workload with a name that is taken. */
    public static final class AnotherCountdown implements Workload<Long> {

        private final Countdown countdown = new Countdown();

        @Override
        public String name() {
            return countdown.name();
        }

        @Override
        public String description() {
            return countdown.description();
        }

        @Override
        public List<Parameter<?>> parameters() {
            return countdown.parameters();
        }

        @Override
        public Set<Feature> needs() {
            return Set.of(Feature.DATAGRAMS);
        }

        @Override
        public Round<Long> prepare(Parameters parameters) {
            return countdown.prepare(parameters);
        }
    }

    private Catalog load(Class<?> service, String... providers) throws IOException {
        Path file = plugins.resolve("META-INF/services/" + service.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(providers));
        URL[] path = {plugins.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
            return Catalog.load(loader);
        }
    }

    @Test
    void jarOnThePathIsAllItTakes() throws IOException {
        Catalog catalog = load(Strategy.class, Mine.class.getName(), Early.class.getName());
        assertThat(catalog.strategies()).extracting(Strategy::name).containsExactly("early", "mine");
        assertThat(catalog.strategy("mine")).isInstanceOf(Mine.class);
        assertThat(catalog.workload("countdown")).isInstanceOf(Countdown.class);
        assertThat(catalog.workloads()).extracting(Workload::name).isSorted();
        assertThat(catalog.experiment("no-such")).isEmpty();
    }

    @Test
    void unknownNamesAreNamedWithTheNearest() throws IOException {
        Catalog catalog = load(Strategy.class, Mine.class.getName());
        assertThatThrownBy(() -> catalog.strategy("mime"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("unknown strategy 'mime'; did you mean 'mine'? (known: mine)");
        assertThatThrownBy(() -> catalog.workload("countdwon"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("unknown workload 'countdwon'; did you mean 'countdown'?");
    }

    @Test
    void namesThatAreTakenAreRefused() {
        assertThatThrownBy(() -> load(Strategy.class, Mine.class.getName(), AlsoCalledMine.class.getName()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("two strategies are called 'mine'");
    }

    @Test
    void namesOfWorkloadsThatAreTakenAreRefused() {
        assertThatThrownBy(() -> load(Workload.class, AnotherCountdown.class.getName()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("two workloads are called 'countdown'");
    }

    @Test
    void plugInsThatCannotBeLoadedAreNamed() {
        assertThatThrownBy(() -> load(Strategy.class, "no.such.Strategy"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("cannot load a plug-in: ")
                .hasMessageContaining("no.such.Strategy");
        assertThatThrownBy(() -> load(Strategy.class, Broken.class.getName()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Broken");
    }

    @Test
    void plugInsForLaterVersionsOfJavaAreNamed() throws IOException {
        byte[] classFile = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0x0F, (byte) 0xFF};
        Files.write(plugins.resolve("TooNew.class"), classFile);
        assertThatThrownBy(() -> load(Strategy.class, "TooNew"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("cannot load a plug-in: ")
                .hasMessageContaining("TooNew");
    }

    @Test
    void workloadsThatNeedMoreAreRefusedWithTheReason() {
        assertThat(new Mine().supports(new Countdown())).isEqualTo(Availability.available());
        assertThat(new Mine().supports(new AnotherCountdown()))
                .isEqualTo(new Availability.Unavailable("its tasks cannot open sockets"));
    }
}
