package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.interleave.core.catalog.Catalog;
import org.interleave.core.workloads.Countdown;
import org.interleave.workbench.plan.Plugins;
import org.junit.jupiter.api.Test;

class ForkArchiveTest {

    private static final String MAKES = "make_archive \"";

    /** What the launcher has archives made for. */
    private static Stream<String> archived() throws Exception {
        return Files.readString(Path.of("..", "interleave"))
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(MAKES))
                .flatMap(line -> Arrays.stream(line.split("\" ", -1)[1].split(" ", -1)));
    }

    @Test
    void everyStrategyHasAnArchiveAndEveryArchiveAStrategy() throws Exception {
        Catalog catalog = Plugins.catalog(Optional.empty());
        List<String> archived = archived().toList();
        List<Set<String>> packages = catalog.strategies().stream()
                .map(strategy -> Set.copyOf(ForkArchive.packages(catalog.providers(strategy.name(), Countdown.NAME))
                        .toList()))
                .toList();

        assertThat(archived).isNotEmpty();
        assertThat(packages).allSatisfy(names -> assertThat(names).containsAnyElementsOf(archived));
        assertThat(archived).allSatisfy(name -> assertThat(packages).anyMatch(names -> names.contains(name)));
    }
}
