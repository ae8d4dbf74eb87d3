package org.interleave.workbench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.interleave.core.Claim;
import org.interleave.core.Family;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reader of what {@link JsonReport} writes: version 2 of the format, and version 1, which had no number for it.
 *
 * <p>Of version 2 everything comes back; what is computed of the rest, such as means and ratios, is not read but computed
 * anew. Version 1 kept the samples of five measures only, and of claims no count of samples: other measures, highlights
 * and histograms are absent then. What is not known is passed over; what is missing or of another kind is an error.
 */
public final class ReportReader {

    /** More than a run of any length writes. */
    private static final long LARGEST = 1L << 28;

    private static final int DEEPEST = 12;
    private static final int FIRST_VERSION = 1;
    private static final String PROVENANCE = "worker_";

    private static final Pattern SOURCE = Pattern.compile(" [(](?:start marker|for \\w+ starting) at \\[.*");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxDocumentLength(LARGEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private final int version;

    private ReportReader(int version) {
        this.version = version;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInputException if it cannot be read, or is no report of these versions
     */
    public static Report read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException("there is no report " + file);
            }
            if (Files.size(file) > LARGEST) {
                throw new InvalidInputException(file + " is no report: it has " + Files.size(file) + " bytes");
            }
            return read(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new InvalidInputException("cannot read the report " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a text.
     *
     * @param name what it is called, for messages
     * @param json UTF-8
     * @throws InvalidInputException if it is no report of these versions
     */
    static Report read(String name, byte[] json) {
        try {
            JsonPart root = new JsonPart("", MAPPER.readTree(json));
            return new ReportReader(version(root)).report(root);
        } catch (JacksonException e) {
            throw new InvalidInputException(
                    name + " is no report: it is not the JSON that is expected: " + fault(e), e);
        } catch (JsonPart.Unexpected | IllegalArgumentException e) {
            throw new InvalidInputException(name + " is no report that this program can read: " + e.getMessage(), e);
        }
    }

    /** What is wrong and where, without what the parser says of its source, which it does not know. */
    private static String fault(JacksonException e) {
        String line = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        String what = SOURCE.matcher(line).replaceFirst("");
        return Optional.ofNullable(e.getLocation())
                .filter(place -> place.getLineNr() > 0)
                .map(place -> what + ", in line " + place.getLineNr() + ", column " + place.getColumnNr())
                .orElse(what);
    }

    private static int version(JsonPart root) {
        int version = root.has("version") ? root.at("version").integer() : FIRST_VERSION;
        if (version < FIRST_VERSION || version > JsonReport.VERSION) {
            throw new IllegalArgumentException("it has version " + version + ", known are " + FIRST_VERSION + " and "
                    + JsonReport.VERSION + (version > JsonReport.VERSION ? ": a newer Interleave wrote it" : ""));
        }
        return version;
    }

    private Report report(JsonPart root) {
        return new Report(
                provenance(root.at("interleave")),
                machine(root.at("machine")),
                new Jvm(
                        root.at("jvm").at("version").text(),
                        root.at("jvm").at("flags").texts()),
                version == FIRST_VERSION ? List.of() : root.at("plugins").each(ReportReader::plugin),
                root.at("rows").each(this::row),
                root.at("claims").each(this::claim),
                root.at("skipped").each(ReportReader::skipped),
                root.find("axis").map(axis -> new Axis(axis.text())),
                root.find("suite").map(ReportReader::suite));
    }

    private static SuiteGate suite(JsonPart node) {
        Optional<JsonPart> gate = node.find("gate");
        return new SuiteGate(
                node.at("name").text(),
                gate.flatMap(part -> part.find("measure")).map(JsonPart::text),
                gate.flatMap(part -> part.find("margin_percent")).map(ReportReader::margin));
    }

    private static double margin(JsonPart node) {
        if (!(node.number() > 0)) {
            throw node.unexpected("a number more than 0");
        }
        return node.number();
    }

    private static Provenance provenance(JsonPart node) {
        return new Provenance(
                node.at("version").text(),
                node.find("commit").map(JsonPart::text),
                node.at("seed").longInteger(),
                node.at("preset").constant(Preset.class),
                node.find("baseline").map(JsonPart::text),
                node.at("command_line").texts(),
                instant(node.at("started")),
                instant(node.at("finished")),
                node.at("interrupted").truth(),
                node.find("resumed")
                        .map(times -> times.each(ReportReader::instant))
                        .orElse(List.of()));
    }

    private static Instant instant(JsonPart node) {
        try {
            return Instant.parse(node.text());
        } catch (DateTimeParseException e) {
            throw node.unexpected("a time such as 2026-11-28T16:00:00Z");
        }
    }

    private static Machine machine(JsonPart node) {
        return new Machine(
                node.at("cpus").integer(),
                node.at("model").text(),
                node.at("memory_bytes").longInteger(),
                node.at("os").text(),
                node.at("kernel").text());
    }

    private static PluginJar plugin(JsonPart node) {
        return new PluginJar(node.at("file").text(), node.at("sha256").text());
    }

    private static Skipped skipped(JsonPart node) {
        return new Skipped(
                node.at("workload").text(),
                node.at("strategy").text(),
                node.at("reason").text());
    }

    private Row row(JsonPart node) {
        boolean first = version == FIRST_VERSION;
        SequencedMap<String, List<List<String>>> provenance = new LinkedHashMap<>();
        node.names().stream()
                .filter(name -> name.startsWith(PROVENANCE))
                .forEach(name -> provenance.put(name, node.at(name).each(JsonPart::texts)));
        return new Row(
                node.at("experiment").text(),
                node.at("label").text(),
                node.at("workload").text(),
                node.at("parameters").map(JsonPart::text),
                node.at("strategy").text(),
                node.at("family").constant(Family.class),
                node.at("options").map(JsonPart::text),
                node.at("cpus").each(JsonPart::integer),
                node.at("valid").truth(),
                node.find("reason").map(JsonPart::text),
                node.at("disturbed_forks").integer(),
                first ? WarmUps.UNKNOWN : warmUps(node),
                first ? firstMeasures(node) : node.at("metrics").map(ReportReader::series),
                first ? new LinkedHashMap<>() : node.at("histograms").map(ReportReader::histograms),
                first ? List.of() : node.at("highlights").texts(),
                provenance,
                node.find("lock_excerpt").map(JsonLockExcerpt::read));
    }

    private static WarmUps warmUps(JsonPart node) {
        return new WarmUps(
                node.find("warm_ups")
                        .map(rounds -> rounds.each(JsonPart::integer))
                        .orElse(List.of()),
                node.at("still_compiling").integer());
    }

    private static Series series(JsonPart node) {
        return new Series(node.at("unit").text(), node.at("forks").each(fork -> fork.each(JsonPart::number)));
    }

    private static List<List<String>> histograms(JsonPart node) {
        return node.at("forks").each(JsonPart::texts);
    }

    /** All samples in a row, and how many of them each fork took. */
    private static SequencedMap<String, Series> firstMeasures(JsonPart node) {
        SequencedMap<String, Series> measures = new LinkedHashMap<>();
        for (String name : Claim.MEASURED) {
            node.find(name).ifPresent(measure -> {
                List<Double> samples = measure.at("samples").each(JsonPart::number);
                List<List<Double>> forks = new ArrayList<>();
                int from = 0;
                for (int size : measure.at("forks").each(JsonPart::integer)) {
                    if (size < 1 || size > samples.size() - from) {
                        throw measure.at("forks").unexpected("as many as there are samples");
                    }
                    forks.add(samples.subList(from, from + size));
                    from += size;
                }
                measures.put(name, new Series(unit(name), forks));
            });
        }
        return measures;
    }

    private static String unit(String measure) {
        return switch (measure) {
            case Claim.WALL, Claim.CPU -> "s";
            case Claim.PEAK_RSS -> "bytes";
            default -> "1";
        };
    }

    private Judgement claim(JsonPart node) {
        return new Judgement(
                node.at("experiment").text(),
                node.at("claim").text(),
                node.at("verdict").constant(Verdict.class),
                node.find("measured").map(this::estimate),
                version == FIRST_VERSION ? firstBound(node.at("bound")) : bound(node.at("bound")),
                node.find("opportunities")
                        .map(JsonPart::integer)
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                node.find("reason").map(JsonPart::text));
    }

    private Estimate estimate(JsonPart node) {
        int single = node.has("single") ? 1 : 0;
        boolean first = version == FIRST_VERSION;
        return new Estimate(
                node.at("value").number(),
                node.at("low").number(),
                node.at("high").number(),
                first ? single : node.at("forks").integer(),
                first ? single : node.at("samples").integer());
    }

    private static Claim.Bound bound(JsonPart node) {
        return new Claim.Bound(
                node.find("low").map(JsonPart::number).orElse(Double.NEGATIVE_INFINITY),
                node.find("high").map(JsonPart::number).orElse(Double.POSITIVE_INFINITY));
    }

    /** As text: {@code ≤ 0.6}, {@code ≥ 20}, {@code = 0} or {@code 2 … 10}. */
    private static Claim.Bound firstBound(JsonPart node) {
        String text = node.text();
        try {
            if (text.startsWith("≤ ")) {
                return Claim.Bound.atMost(Double.parseDouble(text.substring(2)));
            }
            if (text.startsWith("≥ ")) {
                return Claim.Bound.atLeast(Double.parseDouble(text.substring(2)));
            }
            if (text.startsWith("= ")) {
                double number = Double.parseDouble(text.substring(2));
                return Claim.Bound.between(number, number);
            }
            int between = text.indexOf(" … ");
            if (between > 0) {
                return Claim.Bound.between(
                        Double.parseDouble(text.substring(0, between)),
                        Double.parseDouble(text.substring(between + 3)));
            }
        } catch (NumberFormatException e) {
            // no bound either
        }
        throw node.unexpected("a bound such as ≤ 0.6 or 2 … 10");
    }
}
