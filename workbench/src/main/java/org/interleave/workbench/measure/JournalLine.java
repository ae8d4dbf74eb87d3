package org.interleave.workbench.measure;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.plan.Request;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A line of a {@link Journal}: a header, then what came of each fork, and when the run went on after it had ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "line")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalLine.Header.class, name = "header"),
    @JsonSubTypes.Type(value = JournalLine.Fork.class, name = "fork"),
    @JsonSubTypes.Type(value = JournalLine.Resumed.class, name = "resumed")
})
public sealed interface JournalLine {

    /** Writes lines as JSON, and reads them back to the same bits. Refuses what it does not know, and what is missing. */
    JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /**
     * What the run is of.
     *
     * @param format the version of this format
     * @param commandLine the arguments that the program was called with
     * @param started when
     * @param seed what the order is drawn from
     * @param request what was asked for
     * @param plugins the directory of the plug-ins, if any
     * @param json where the report was to go, as {@code --json} names it
     * @param environment what all samples have to share
     * @param repetitions how often each configuration is measured
     * @param entries the rows, in order
     */
    record Header(
            int format,
            List<String> commandLine,
            Instant started,
            long seed,
            Request request,
            Optional<String> plugins,
            String json,
            Environment environment,
            Repetitions repetitions,
            List<Plan.Entry> entries)
            implements JournalLine {

        /** The format that is written, and the only one that is read. */
        public static final int FORMAT = 7;

        public Header {
            commandLine = List.copyOf(commandLine);
            entries = List.copyOf(entries);
        }

        /** The same of a run whose report goes elsewhere. */
        public Header reportingTo(String newJson) {
            return new Header(
                    format, commandLine, started, seed, request, plugins, newJson, environment, repetitions, entries);
        }

        /** The same of what another build measured. */
        Header withEnvironment(Environment other) {
            return new Header(format, commandLine, started, seed, request, plugins, json, other, repetitions, entries);
        }

        /** The same of a run whose plug-ins lie elsewhere. */
        Header withPlugins(Optional<String> directory) {
            return new Header(
                    format, commandLine, started, seed, request, directory, json, environment, repetitions, entries);
        }
    }

    /**
     * A fork that ended.
     *
     * @param configuration which of the plan's configurations it measured, from 0
     * @param millis how long it took, its start included
     * @param outcome what came of it; never interrupted
     */
    record Fork(int configuration, long millis, ForkOutcome outcome) implements JournalLine {}

    /**
     * The run went on.
     *
     * @param at when
     */
    record Resumed(Instant at) implements JournalLine {}
}
