package org.interleave.workbench.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.interleave.core.Experiment;
import org.interleave.core.catalog.Catalog;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/experiments.md} says what the catalogue says. With {@code -Dexperiments.write=true} the test writes it anew:
 *
 * <pre>{@code
 * mvn -pl workbench -am -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dtest=ExperimentsDocumentTest -Dexperiments.write=true test
 * }</pre>
 */
class ExperimentsDocumentTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCUMENT = ROOT.resolve("docs/experiments.md");

    private final Catalog catalog = Catalog.load(ExperimentsDocumentTest.class.getClassLoader());

    @Test
    void everyExperimentHasOneTopic() {
        assertThat(ExperimentsDocument.names())
                .containsExactlyInAnyOrderElementsOf(
                        catalog.experiments().stream().map(Experiment::name).toList());
    }

    /** A strategy's description says where it lacks something that Linux has. */
    @Test
    @Needs(Resource.LINUX)
    void theDocumentIsUpToDate() throws IOException {
        String document = ExperimentsDocument.of(catalog, ROOT.resolve("workbench/src/main/java"));
        if (Boolean.getBoolean("experiments.write")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, document);
        }
        assertThat(DOCUMENT).content().isEqualTo(document);
        assertThat(document.lines()).allMatch(line -> line.length() <= 110);
    }
}
