package org.interleave.workbench.measure;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.Printable;

/**
 * The report of a fork on the pipe to the program: lines of words of printable ASCII, with a space between words, each word
 * percent-encoded.
 *
 * <pre>
 * round                       a round has ended; as many as there are, before the rest
 * sample NAME UNIT VALUE...   a metric
 * histogram NAME BASE64...
 * provenance KEY TEXT...      one list; as many as there are
 * warm-ups COUNT true|false   how many, and whether the compiler was still at work
 * failed REASON               instead of all but rounds
 * tracing                     what was measured is told and counts; one more round is traced, and may not end
 * excerpt ...                 what came of that, if anything did: see {@link ExcerptLines}
 * end                         without which, or tracing, nothing counts
 * </pre>
 *
 * Code of plug-ins runs in a fork, so the program believes nothing of it: what is not of this form, or more than
 * {@value #MOST_BYTES} bytes, is an error, and a fork can cause no other.
 */
final class ForkReport {

    /** A hundred times as much as the largest that was seen. */
    static final int MOST_BYTES = 32 << 20;

    private static final String ROUND = "round";
    private static final String SAMPLE = "sample";
    private static final String HISTOGRAM = "histogram";
    private static final String PROVENANCE = "provenance";
    private static final String WARM_UPS = "warm-ups";
    private static final String FAILED = "failed";
    private static final String TRACING = "tracing";
    private static final String END = "end";

    /** As {@link Double#toString} writes one that is finite. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,17}\\.\\d{1,20}(E-?\\d{1,3})?");

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
    private static final Pattern COUNT = Pattern.compile("\\d{1,6}");

    private final Map<String, List<Double>> samples = new HashMap<>();
    private final Map<String, String> units = new HashMap<>();
    private final Map<String, List<String>> histograms = new HashMap<>();
    private final Map<String, Set<List<String>>> provenance = new HashMap<>();
    private final ExcerptLines excerpt = new ExcerptLines();
    private int warmUps = -1;
    private boolean compiling;
    private Optional<ForkOutcome.Measured> measured = Optional.empty();
    private Optional<String> failure = Optional.empty();

    private ForkReport() {}

    /** What a fork wrote is no report. */
    static final class MalformedException extends IOException {

        private static final long serialVersionUID = 1;

        MalformedException(String message) {
            super(message);
        }
    }

    /** Told of what a report says before its end. */
    @FunctionalInterface
    interface Listener {

        /** A round has ended. */
        void roundEnded();

        /** All was measured, and one more round is traced from now on. */
        default void tracing(ForkOutcome.Measured measured) {}
    }

    /** The line that says that a round has ended. */
    static String roundEnded() {
        return ROUND + "\n";
    }

    /** The line that says that a round is traced from now on. */
    static String tracing() {
        return TRACING + "\n";
    }

    /** The last line. */
    static String end() {
        return END + "\n";
    }

    /** What came of measuring, but for what a fork cannot say of itself: that it was interrupted. */
    static String text(ForkOutcome outcome) {
        StringBuilder text = new StringBuilder();
        switch (outcome) {
            case ForkOutcome.Measured measured -> {
                measured.samples()
                        .forEach((name, values) -> append(
                                text,
                                SAMPLE,
                                name,
                                Stream.concat(
                                        Stream.of(measured.units().getOrDefault(name, "1")),
                                        values.stream().map(value -> Double.toString(value)))));
                measured.histograms().forEach((name, values) -> append(text, HISTOGRAM, name, values.stream()));
                measured.provenance()
                        .forEach((key, lists) -> lists.forEach(list -> append(text, PROVENANCE, key, list.stream())));
                append(
                        text,
                        WARM_UPS,
                        Integer.toString(measured.warmUps()),
                        Stream.of(Boolean.toString(measured.compiling())));
            }
            case ForkOutcome.Invalid invalid -> append(text, FAILED, invalid.reason(), Stream.of());
            case ForkOutcome.Interrupted interrupted -> throw new IllegalArgumentException("no fork reports this");
        }
        return text.toString();
    }

    static void append(StringBuilder text, String kind, String first, Stream<String> more) {
        text.append(Stream.concat(Stream.of(kind, first), more)
                        .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
                        .collect(Collectors.joining(" ")))
                .append('\n');
    }

    /**
     * Reads a report to its end.
     *
     * @param listener told of what comes before
     * @return nothing if the pipe ends before the report does
     * @throws MalformedException if it is none
     */
    static Optional<ForkOutcome> read(InputStream pipe, Listener listener) throws IOException {
        return new ForkReport().parse(new BufferedInputStream(pipe), listener);
    }

    private Optional<ForkOutcome> parse(InputStream pipe, Listener listener) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int bytes = 0;
        for (int b = pipe.read(); b >= 0; b = pipe.read()) {
            if (++bytes > MOST_BYTES) {
                throw new MalformedException("it has more than " + MOST_BYTES + " bytes");
            }
            if (b != '\n') {
                if (b < ' ' || b > '~') {
                    throw new MalformedException("it holds the byte " + b);
                }
                line.write(b);
                continue;
            }
            String text = line.toString(StandardCharsets.US_ASCII);
            line.reset();
            if (text.equals(END)) {
                return Optional.of(outcome());
            }
            parse(text, listener);
        }
        return Optional.empty();
    }

    private void parse(String line, Listener listener) throws MalformedException {
        if (measured.isPresent()) {
            excerpt.add(decoded(line));
        } else if (line.equals(ROUND)) {
            listener.roundEnded();
        } else if (line.equals(TRACING)) {
            measured = Optional.of(measured());
            listener.tracing(measured.get());
        } else {
            parse(line);
        }
    }

    private ForkOutcome outcome() throws MalformedException {
        if (measured.isPresent()) {
            return measured.get().with(excerpt.excerpt());
        }
        return failure.isPresent() ? new ForkOutcome.Invalid(failure.get()) : measured();
    }

    private ForkOutcome.Measured measured() throws MalformedException {
        if (warmUps < 0 || samples.isEmpty()) {
            throw new MalformedException("it ends before it has told anything");
        }
        return new ForkOutcome.Measured(samples, units, histograms, warmUps, compiling, provenance);
    }

    private void parse(String line) throws MalformedException {
        List<String> words = decoded(line);
        if (words.size() < 2) {
            throw new MalformedException("no such line: " + Printable.line(line, 80));
        }
        String name = words.get(1);
        List<String> rest = words.subList(2, words.size());
        switch (words.getFirst()) {
            case SAMPLE -> sample(name, rest);
            case HISTOGRAM -> histogram(name, rest);
            case PROVENANCE ->
                provenance
                        .computeIfAbsent(checked(name, RowProvenance.KEY), any -> new HashSet<>())
                        .add(List.copyOf(rest));
            case WARM_UPS -> {
                warmUps = Integer.parseInt(checked(name, COUNT));
                compiling = rest.equals(List.of("true"));
            }
            case FAILED -> failure = Optional.of(ForkFailure.line(name));
            default -> throw new MalformedException("no such line: " + Printable.line(line, 80));
        }
    }

    private static List<String> decoded(String line) throws MalformedException {
        List<String> words = new ArrayList<>();
        try {
            for (String word : line.split(" ", -1)) {
                words.add(URLDecoder.decode(word, StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not percent-encoded: " + Printable.line(line, 80));
        }
        return words;
    }

    private void sample(String name, List<String> unitAndValues) throws MalformedException {
        if (unitAndValues.size() < 2) {
            throw new MalformedException("metric " + Printable.line(name, 80) + " has no value");
        }
        List<Double> values = new ArrayList<>();
        for (String value : unitAndValues.subList(1, unitAndValues.size())) {
            double number = Double.parseDouble(checked(value, NUMBER));
            if (!Double.isFinite(number)) {
                throw new MalformedException("not a number: " + value);
            }
            values.add(number);
        }
        units.put(name, checked(unitAndValues.getFirst(), MetricRules.UNIT));
        putOnce(samples, checked(name, MetricRules.NAME), values);
    }

    private void histogram(String name, List<String> values) throws MalformedException {
        for (String value : values) {
            checked(value, BASE64);
        }
        putOnce(histograms, checked(name, MetricRules.NAME), values);
    }

    private static <T> void putOnce(Map<String, List<T>> map, String name, List<T> values) throws MalformedException {
        if (map.put(name, List.copyOf(values)) != null) {
            throw new MalformedException(name + " is told twice");
        }
    }

    static String checked(String word, Pattern pattern) throws MalformedException {
        if (!pattern.matcher(word).matches()) {
            throw new MalformedException("not as it has to be: " + Printable.line(word, 80));
        }
        return word;
    }
}
