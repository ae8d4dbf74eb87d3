package org.interleave.workbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema for editors is the one that files are checked by: it takes what the reader takes, and refuses what it refuses. */
class SuiteSchemaTest {

    private static final Path COMMITTED = Path.of("..", "docs", "suite.schema.json");
    private static final String WRITE = "suite.schema.write";

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SuiteSchema.render(), InputFormat.JSON);

    private static final String HEAD =
            "{\"suite\": \"s\", \"workloads\": [\"countdown\"], \"strategies\": [\"threads\"]";

    @Test
    @DisabledIfSystemProperty(named = WRITE, matches = "true")
    void isTheOneInTheDocuments() throws IOException {
        assertThat(SuiteSchema.render())
                .as("write it anew with -D%s=true", WRITE)
                .isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    @EnabledIfSystemProperty(named = WRITE, matches = "true")
    void isWrittenAnew() throws IOException {
        Files.writeString(COMMITTED, SuiteSchema.render());
    }

    private static List<Mistake> ofReader(String json, Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("s.yaml"), json);
        return ShapeCheck.of(YamlText.read(file), SuiteShape.SUITE);
    }

    /** JSON is YAML. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "}",
                ", \"preset\": \"full\", \"forks\": 3}",
                ", \"gate\": {\"margin\": 0.5}}",
                ", \"claims\": [{\"claim\": \"c\", \"of\": \"threads\", \"at-most\": -1.5e3}]}",
                ", \"claims\": [{\"claim\": \"c\", \"of\": \"threads\", \"at-most\": 1, \"at-least\": 0, \"measure\": \"cpu_s\"}]}",
            })
    void takesWhatTheReaderTakes(String tail, @TempDir Path directory) throws IOException {
        assertThat(SCHEMA.validate(HEAD + tail, InputFormat.JSON)).isEmpty();
        assertThat(ofReader(HEAD + tail, directory)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", \"extra\": 1}",
                ", \"preset\": \"slow\"}",
                ", \"preset\": 1}",
                ", \"forks\": 0}",
                ", \"forks\": 1001}",
                ", \"forks\": \"3\"}",
                ", \"forks\": [3]}",
                ", \"forks\": null}",
                ", \"gate\": {}}",
                ", \"gate\": {\"margin\": 0}}",
                ", \"gate\": {\"margin\": 101}}",
                ", \"gate\": {\"margin\": \"5\"}}",
                ", \"gate\": {\"measure\": \"\"}}",
                ", \"gate\": {\"measure\": \" \"}}",
                ", \"gate\": {\"measure\": \"a\\nb\"}}",
                ", \"gate\": 5}",
                ", \"claims\": []}",
                ", \"claims\": {}}",
                ", \"claims\": [{}]}",
                ", \"claims\": [\"c\"]}",
                ", \"claims\": [{\"claim\": \"c\", \"of\": \"threads\"}]}",
                ", \"claims\": [{\"claim\": \"c\", \"of\": \"threads\", \"at-most\": \"1\"}]}",
                ", \"claims\": [{\"of\": \"threads\", \"at-most\": 1}]}",
            })
    void refusesWhatTheReaderRefuses(String tail, @TempDir Path directory) throws IOException {
        assertThat(SCHEMA.validate(HEAD + tail, InputFormat.JSON)).isNotEmpty();
        assertThat(ofReader(HEAD + tail, directory)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "\"suite\"",
                "{\"suite\": \"s\", \"workloads\": [\"countdown\"]}",
                "{\"suite\": \"s\", \"workloads\": [], \"strategies\": [\"threads\"]}",
                "{\"suite\": \"s\", \"workloads\": [{\"label\": \"x\"}], \"strategies\": [\"threads\"]}",
                "{\"suite\": \"s\", \"workloads\": [{\"workload\": \"x\", \"parameters\": {\"a\": []}}], \"strategies\": [\"threads\"]}",
                "{\"suite\": \"s\", \"workloads\": [{\"workload\": \"x\", \"parameters\": {\"a\": null}}], \"strategies\": [\"threads\"]}",
                "{\"suite\": \"s\", \"workloads\": [7], \"strategies\": [\"threads\"]}",
                "{\"suite\": \"s\", \"workloads\": [\"x\"], \"strategies\": [{\"strategy\": \"x\", \"processors\": 0}]}",
            })
    void refusesWholeFilesThatTheReaderRefuses(String json, @TempDir Path directory) throws IOException {
        assertThat(SCHEMA.validate(json, InputFormat.JSON)).isNotEmpty();
        assertThat(ofReader(json, directory)).isNotEmpty();
    }
}
