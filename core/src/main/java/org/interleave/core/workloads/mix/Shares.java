package org.interleave.core.workloads.mix;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.interleave.core.InvalidInputException;

/** How large a part of all steps each kind has. Written as weights, such as {@code wait:70,compute:30}. Immutable. */
public final class Shares implements Serializable {

    /** What values look like, in words. */
    public static final String ALLOWED =
            "kinds and their weights, such as wait:70,compute:20,native:10, of " + String.join(", ", StepKind.titles());

    private static final long serialVersionUID = 1;

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern SHARE = Pattern.compile(" *([a-z]+) *: *([0-9]{1,6}(?:\\.[0-9]{1,6})?) *%? *");

    private final EnumMap<StepKind, Double> weights;
    private final double sum;

    private Shares(Map<StepKind, Double> weights) {
        this.weights = new EnumMap<>(weights);
        sum = weights.values().stream().mapToDouble(weight -> weight).sum();
    }

    /**
     * Reads weights.
     *
     * @throws IllegalArgumentException if they are not such, with a message to follow the text
     */
    public static Shares parse(String text) {
        EnumMap<StepKind, Double> weights = new EnumMap<>(StepKind.class);
        COMMA.splitAsStream(text).forEach(part -> {
            Matcher share = SHARE.matcher(part);
            if (!share.matches()) {
                throw new IllegalArgumentException("is not a list of " + ALLOWED);
            }
            if (weights.put(kind(share.group(1)), Double.valueOf(share.group(2))) != null) {
                throw new IllegalArgumentException("has " + share.group(1) + " twice");
            }
        });
        weights.values().removeIf(weight -> weight == 0);
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("leaves nothing to do: all weights are zero");
        }
        return new Shares(weights);
    }

    private static StepKind kind(String title) {
        for (StepKind kind : StepKind.values()) {
            if (kind.title().equals(title)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("has an "
                + InvalidInputException.unknown("kind of step", title, StepKind.titles())
                        .getMessage());
    }

    /** Whether there are steps of a kind. */
    public boolean has(StepKind kind) {
        return weights.containsKey(kind);
    }

    /** The part of all steps that a kind has, from zero to one. */
    public double share(StepKind kind) {
        return weights.getOrDefault(kind, 0.0) / sum;
    }

    /**
     * The kind at a place.
     *
     * @param place from zero to one, exclusive; so large a part of all places as its share is those of each kind
     */
    StepKind at(double place) {
        double left = place * sum;
        StepKind last = StepKind.COMPUTE;
        for (Map.Entry<StepKind, Double> entry : weights.entrySet()) {
            last = entry.getKey();
            left -= entry.getValue();
            if (left < 0) {
                break;
            }
        }
        return last;
    }

    /** The weights as they are read, those of zero left out. */
    @Override
    public String toString() {
        return weights.entrySet().stream()
                .map(entry -> entry.getKey().title() + ":" + number(entry.getValue()))
                .collect(Collectors.joining(","));
    }

    private static String number(double weight) {
        return BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shares shares && weights.equals(shares.weights);
    }

    @Override
    public int hashCode() {
        return weights.hashCode();
    }
}
