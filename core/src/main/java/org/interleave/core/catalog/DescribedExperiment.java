package org.interleave.core.catalog;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Preset;
import org.interleave.core.Printable;

/** An experiment and what it said of itself when it was asked once. */
final class DescribedExperiment implements Experiment {

    private final String name;
    private final String question;
    private final Map<Preset, List<Contender>> contenders = new EnumMap<>(Preset.class);
    private final List<Claim> claims;
    private final List<String> highlights;

    /** @throws RefusedException if it is not as it has to be */
    DescribedExperiment(String name, Experiment experiment, PluginCalls calls) {
        this.name = name;
        question = calls.text("question()", experiment::question);
        claims = calls.all("claims()", experiment::claims);
        claims.forEach(DescribedExperiment::check);
        for (Preset preset : Preset.values()) {
            List<Contender> all = calls.all("contenders(preset)", () -> experiment.contenders(preset));
            check(all, claims);
            contenders.put(preset, all);
        }
        highlights = calls.all("highlights()", experiment::highlights);
    }

    private static void check(Claim claim) {
        Stream<String> texts =
                claim.measures().stream().flatMap(measure -> Stream.of(measure.metric(), measure.label()));
        if (claim.statement().isBlank() || texts.anyMatch(String::isBlank)) {
            throw new RefusedException("claims() answers one without a statement, a metric or a label");
        }
    }

    private static void check(List<Contender> contenders, List<Claim> claims) {
        List<String> labels = contenders.stream().map(Contender::label).toList();
        if (labels.isEmpty()) {
            throw new RefusedException("contenders(preset) answers none");
        }
        for (String label : labels) {
            if (label.isBlank() || !label.equals(Printable.line(label))) {
                throw new RefusedException("contenders(preset) answers one whose label is not a text in one line");
            }
            if (labels.indexOf(label) != labels.lastIndexOf(label)) {
                throw new RefusedException("contenders(preset) answers two with the label " + label);
            }
        }
        claims.stream()
                .flatMap(claim -> claim.measures().stream())
                .map(Claim.Measure::label)
                .filter(label -> !labels.contains(label))
                .findFirst()
                .ifPresent(label -> {
                    throw new RefusedException("claims() speaks of what contenders(preset) does not answer: "
                            + InvalidInputException.unknown("contender", Printable.line(label), labels)
                                    .getMessage());
                });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String question() {
        return question;
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        return Objects.requireNonNull(contenders.get(preset));
    }

    @Override
    public List<Claim> claims() {
        return claims;
    }

    @Override
    public List<String> highlights() {
        return highlights;
    }

    @Override
    public String toString() {
        return name;
    }
}
