package org.interleave.workbench.advise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameter;
import org.interleave.core.Preset;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.core.workloads.mix.StepKind;

/** The reader of a profile: from what was said on the command line, and for the rest from a file of the same words. */
public final class ProfileReader {

    /** The shares of the kinds of steps. */
    public static final String SHARE = "share";

    /** What is wanted first. */
    public static final String FOR = "for";

    /** The processors of the machine that is asked about. */
    public static final String CORES = "cores";

    private static final String OWNER = "advise";
    private static final int MOST_LINES = 1_000;

    private static final Parameter<Long> CORES_ALLOWED =
            Parameter.count(CORES, "processors of the machine that is asked about", 1, 1, 1, 100_000);
    private static final Parameter<Long> RATE_ALLOWED =
            Parameter.count(Mix.RATE.name(), "requests per second, answered or not", 100, 100, 1, 1_000_000);

    private final Map<String, String> said;

    private ProfileReader(Map<String, String> said) {
        this.said = said;
    }

    /** The words that a profile is made of. */
    public static List<String> words() {
        List<String> words = new ArrayList<>(List.of(SHARE));
        RequestProfile.lengthParameters().values().forEach(length -> words.add(length.name()));
        words.addAll(List.of(
                Mix.STEPS.name(),
                Mix.SPREAD.name(),
                Mix.NATIVE_LOCK.name(),
                Mix.IN_FLIGHT.name(),
                Mix.RATE.name(),
                FOR,
                CORES));
        return words;
    }

    /**
     * Reads a profile.
     *
     * @param options what was said on the command line, by the {@linkplain #words words} of a profile
     * @param file with lines such as {@code wait = 20ms}; what is on the command line counts instead of its lines
     * @throws InvalidInputException if the file cannot be read, or the profile is none
     */
    public static RequestProfile read(Map<String, String> options, Optional<Path> file) {
        Map<String, String> said =
                new LinkedHashMap<>(file.map(ProfileReader::lines).orElse(Map.of()));
        said.putAll(options);
        return new ProfileReader(said).profile();
    }

    private static Map<String, String> lines(Path file) {
        List<String> lines;
        try (Stream<String> text = Files.lines(file)) {
            lines = text.limit(MOST_LINES + 1L).toList();
        } catch (UncheckedIOException e) {
            throw unreadable(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (lines.size() > MOST_LINES) {
            throw new InvalidInputException(file + " is no profile: it has more than " + MOST_LINES + " lines");
        }
        Map<String, String> said = new LinkedHashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            read(lines.get(number - 1).strip(), file + ":" + number, said);
        }
        return said;
    }

    private static void read(String line, String place, Map<String, String> said) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int equals = line.indexOf('=');
        if (equals < 1) {
            throw new InvalidInputException(place + ": '" + line + "' is no line such as wait = 20ms");
        }
        String word = line.substring(0, equals).strip();
        if (!words().contains(word)) {
            throw new InvalidInputException(place + ": "
                    + InvalidInputException.unknown("word of a profile", word, words())
                            .getMessage());
        }
        if (said.put(word, line.substring(equals + 1).strip()) != null) {
            throw new InvalidInputException(place + ": " + word + " is given twice");
        }
    }

    private static InvalidInputException unreadable(Path file, Exception e) {
        return new InvalidInputException(
                "cannot read the profile " + file + ": "
                        + (e.getCause() instanceof MalformedInputException ? "it is not UTF-8" : e.toString()),
                e);
    }

    private RequestProfile profile() {
        Map<StepKind, Duration> lengths = lengths();
        SequencedMap<StepKind, Double> shares = shares(lengths);
        lengths.keySet().stream()
                .filter(kind -> !shares.containsKey(kind))
                .findFirst()
                .ifPresent(kind -> {
                    throw new InvalidInputException("--" + kind.title()
                            + " is given, but --share has no step of that kind (it has: "
                            + shares.keySet().stream().map(StepKind::title).collect(Collectors.joining(", ")) + ")");
                });
        Optional<Long> rate = value(RATE_ALLOWED);
        Criterion criterion =
                Optional.ofNullable(said.get(FOR)).map(Criterion::parse).orElse(Criterion.THROUGHPUT);
        if (rate.isPresent() && said.containsKey(FOR) && criterion == Criterion.THROUGHPUT) {
            throw new InvalidInputException(
                    "--for throughput has no answer at --rate " + rate.get()
                            + ", which all that keep up with it serve; ask for p99, memory or isolation, or give --in-flight only");
        }
        return new RequestProfile(
                shares,
                lengths,
                value(Mix.STEPS).orElse(Mix.STEPS.defaultValue(Preset.QUICK)),
                value(Mix.SPREAD).orElse(Mix.SPREAD.defaultValue(Preset.QUICK)),
                value(Mix.NATIVE_LOCK).orElse(Mix.NATIVE_LOCK.defaultValue(Preset.QUICK)),
                value(Mix.IN_FLIGHT).map(OptionalLong::of).orElse(OptionalLong.empty()),
                rate.map(OptionalLong::of).orElse(OptionalLong.empty()),
                rate.isPresent() && criterion == Criterion.THROUGHPUT ? Criterion.P99 : criterion,
                value(CORES_ALLOWED).map(Math::toIntExact).map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    private <T> Optional<T> value(Parameter<T> parameter) {
        return Optional.ofNullable(said.get(parameter.name())).map(text -> parameter.parse(text, OWNER));
    }

    private Map<StepKind, Duration> lengths() {
        Map<StepKind, Duration> lengths = new EnumMap<>(StepKind.class);
        RequestProfile.lengthParameters()
                .forEach((kind, parameter) -> value(parameter).ifPresent(length -> lengths.put(kind, length)));
        return lengths;
    }

    /** Steps of one kind need no shares. */
    private SequencedMap<StepKind, Double> shares(Map<StepKind, Duration> lengths) {
        String text = said.get(SHARE);
        if (text != null) {
            return ShareList.parse(text);
        }
        if (lengths.size() != 1) {
            throw new InvalidInputException(
                    lengths.isEmpty()
                            ? "there is no profile: say what requests do, such as --share wait=70%,compute=30% --wait 20ms"
                                    + " --compute 2ms, or name a file that does"
                            : "--share is missing: there are steps of "
                                    + lengths.keySet().stream()
                                            .map(StepKind::title)
                                            .collect(Collectors.joining(" and "))
                                    + ", so say how many are of each, such as --share wait=70%,compute=30%");
        }
        SequencedMap<StepKind, Double> one = new LinkedHashMap<>();
        one.put(lengths.keySet().iterator().next(), 100.0);
        return one;
    }
}
