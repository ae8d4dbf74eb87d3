package org.interleave.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.interleave.core.Approach;
import org.interleave.core.Availability;
import org.interleave.core.Execution;
import org.interleave.core.Family;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Strategy;
import org.interleave.core.StrategyDescription;
import org.interleave.core.StrategyException;
import org.interleave.core.StrategyVariant;
import org.interleave.core.Workload;
import org.interleave.core.workloads.Countdown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {

    @TempDir
    private Path plugins;

    /** What a plug-in might bring. */
    public static class Mine implements Strategy {

        @Override
        public StrategyDescription describe() {
            return StrategyDescription.of("mine", Family.NATIVE, Approach.TUNED, "for tests")
                    .withFeatures(Feature.CONCURRENCY);
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
        public StrategyDescription describe() {
            return StrategyDescription.of("early", Family.THREADS, Approach.TUNED, "for tests");
        }
    }

    /** One that comes in several. */
    public static class Several extends Mine {

        static final Parameter<Long> LOOPS = Parameter.count("loops", "how many loops", 1, 1, 1, 8);

        @Override
        public StrategyDescription describe() {
            return super.describe().withOptions(LOOPS);
        }

        @Override
        public List<StrategyVariant> variants(int processors) {
            return List.of(StrategyVariant.perCpu(LOOPS, processors, 8));
        }
    }

    /** With a variant that sets what cannot be set. */
    public static final class SetsTooMuch extends Several {

        @Override
        public List<StrategyVariant> variants(int processors) {
            return List.of(new StrategyVariant("many", Map.of(LOOPS.name(), "9")));
        }
    }

    /** With variants of one name. */
    public static final class TwiceTheSame extends Several {

        @Override
        public List<StrategyVariant> variants(int processors) {
            return List.of(new StrategyVariant("one", Map.of()), new StrategyVariant("one", Map.of()));
        }
    }

    /** With a variant that cannot be typed. */
    public static final class Untypable extends Several {

        @Override
        public List<StrategyVariant> variants(int processors) {
            return List.of(new StrategyVariant("per cpu", Map.of()));
        }
    }

    /** Cannot be made. */
    public static final class Broken extends Mine {

        public Broken() {
            throw new IllegalStateException("no such device");
        }
    }

    /** Cannot be made from outside. */
    public static final class Hidden extends Mine {

        private Hidden() {}
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
        assertThat(catalog.strategies(Mine.class).keySet()).containsExactly("early", "mine");
        assertThat(catalog.workload("countdown").parameters()).isEqualTo(new Countdown().parameters());
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
    void variantsAreThoseOfTheStrategy() throws IOException {
        Strategy several = load(Strategy.class, Several.class.getName()).strategy("mine");
        assertThat(several.variants(4)).containsExactly(new StrategyVariant("per-cpu", Map.of("loops", "4")));
        assertThat(several.variants(100)).containsExactly(new StrategyVariant("per-cpu", Map.of("loops", "8")));
        assertThat(several.variants(4).getFirst().label(several.name())).isEqualTo("mine/per-cpu");
    }

    @Test
    void strategiesWhoseVariantsCannotBeMeasuredAreRefused() throws IOException {
        assertThat(lines(load(Strategy.class, SetsTooMuch.class.getName())))
                .singleElement()
                .asString()
                .contains("variant many", "loops=9 is out of range");
        assertThat(lines(load(Strategy.class, TwiceTheSame.class.getName())))
                .singleElement()
                .asString()
                .contains("two that are called one");
        assertThat(lines(load(Strategy.class, Untypable.class.getName())))
                .singleElement()
                .asString()
                .contains("of a variant, its name 'per cpu' is not one for a command line");
    }

    private static List<String> lines(Catalog catalog) {
        return catalog.refusals().stream().map(Refusal::line).toList();
    }

    @Test
    void whatIsBuiltInIsNotRefused() {
        assertThat(Catalog.load(Catalog.class.getClassLoader()).refusals()).isEmpty();
    }

    @Test
    void ofTwoWithOneNameTheFirstStays() throws IOException {
        Catalog catalog = load(Strategy.class, Mine.class.getName(), AlsoCalledMine.class.getName());

        assertThat(catalog.strategies(Mine.class).get("mine")).isExactlyInstanceOf(Mine.class);
        assertThat(lines(catalog))
                .containsExactly("strategy 'mine' (" + AlsoCalledMine.class.getName() + " in " + plugins
                        + ") is refused: its name is that of the built-in strategy (" + Mine.class.getName() + ")");
    }

    @Test
    void namesOfWorkloadsThatAreTakenAreRefused() throws IOException {
        Catalog catalog = load(Workload.class, AnotherCountdown.class.getName());

        assertThat(catalog.workload("countdown").needs()).doesNotContain(Feature.DATAGRAMS);
        assertThat(lines(catalog))
                .singleElement()
                .asString()
                .startsWith("workload 'countdown' (" + AnotherCountdown.class.getName())
                .endsWith("its name is that of the built-in workload (" + Countdown.class.getName() + ")");
    }

    @Test
    void onePlugInThatCannotBeLoadedCostsNoOther() throws IOException {
        byte[] classFile = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0x0F, (byte) 0xFF};
        Files.write(plugins.resolve("TooNew.class"), classFile);

        Catalog catalog = load(
                Strategy.class,
                "no.such.Strategy # not there",
                Broken.class.getName(),
                "",
                "TooNew",
                Countdown.class.getName(),
                Hidden.class.getName(),
                Mine.class.getName());

        assertThat(catalog.strategies()).extracting(Strategy::name).containsExactly("mine");
        assertThat(lines(catalog))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo("strategy (no.such.Strategy in " + plugins
                                        + ") is refused: there is no such class"),
                        line -> assertThat(line)
                                .contains(Broken.class.getName())
                                .endsWith("its constructor throws IllegalStateException: no such device"),
                        line -> assertThat(line)
                                .contains("(TooNew in ")
                                .contains("the class cannot be loaded: UnsupportedClassVersionError: TooNew"),
                        line -> assertThat(line).endsWith("the class is no org.interleave.core.Strategy"),
                        line -> assertThat(line).endsWith("the class has no public constructor without parameters"));
    }

    @Test
    void whatAStrategyAndAWorkloadNeedCanBeLoadedAlone() throws IOException {
        Set<ProviderName> providers = load(Strategy.class, Mine.class.getName(), Broken.class.getName())
                .providers("mine", Countdown.NAME);

        assertThat(providers)
                .containsExactlyInAnyOrder(
                        new ProviderName(Strategy.class.getName(), Mine.class.getName()),
                        new ProviderName(Workload.class.getName(), Countdown.class.getName()));
        Catalog alone = Catalog.load(CatalogTest.class.getClassLoader(), List.of(), providers);
        assertThat(alone.refusals()).isEmpty();
        assertThat(alone.strategies()).extracting(Strategy::name).containsExactly("mine");
        assertThat(alone.workloads()).hasSize(1);
        assertThat(alone.workload(Countdown.NAME).name()).isEqualTo(Countdown.NAME);
    }

    @Test
    void workloadsThatNeedMoreAreRefusedWithTheReason() {
        assertThat(new Mine().supports(new Countdown())).isEqualTo(Availability.available());
        assertThat(new Mine().supports(new AnotherCountdown()))
                .isEqualTo(new Availability.Unavailable("its tasks cannot open sockets"));
    }
}
