package org.interleave.workbench.advise;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.workloads.mix.StepKind;

/** Shares of steps as a user writes them: {@code wait=70%,compute=20%,native=10%}. */
final class ShareList {

    private static final Pattern COMMA = Pattern.compile(",");
    private static final Pattern SHARE = Pattern.compile(" *([^ =:]+) *[=:] *(-?[0-9]{1,6}(?:\\.[0-9]{1,6})?) *%? *");
    private static final double ALL = 100;

    /** Thirds are 33.3. */
    private static final double ROUNDING = 0.2;

    private ShareList() {}

    /**
     * Reads them.
     *
     * @throws InvalidInputException if they are not such, or do not sum up to 100
     */
    static SequencedMap<StepKind, Double> parse(String text) {
        SequencedMap<StepKind, Double> shares = new LinkedHashMap<>();
        COMMA.splitAsStream(text).forEach(part -> {
            Matcher share = SHARE.matcher(part);
            if (!share.matches()) {
                throw new InvalidInputException("--share " + text
                        + " is not a list of steps and their percentages, such as wait=70%,compute=20%,native=10%");
            }
            double percent = Double.parseDouble(share.group(2));
            if (percent < 0) {
                throw new InvalidInputException("--share " + part.strip() + " is negative, must be from 0% to 100%");
            }
            if (shares.put(kind(share.group(1)), percent) != null) {
                throw new InvalidInputException("--share has " + share.group(1) + " twice");
            }
        });
        double sum = shares.values().stream().mapToDouble(share -> share).sum();
        if (Math.abs(sum - ALL) > ROUNDING) {
            throw new InvalidInputException(
                    "the percentages of --share " + text + " sum up to " + number(sum) + ", must sum up to 100");
        }
        shares.values().removeIf(share -> share == 0);
        return shares;
    }

    private static StepKind kind(String title) {
        return Stream.of(StepKind.values())
                .filter(kind -> kind.title().equals(title.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.unknown("kind of step in --share", title, StepKind.titles()));
    }

    /** The same with another share of one kind, the others smaller or larger in proportion. At least two kinds. */
    static SequencedMap<StepKind, Double> with(SequencedMap<StepKind, Double> shares, StepKind kind, double percent) {
        double others = ALL - shares.getOrDefault(kind, 0.0);
        SequencedMap<StepKind, Double> changed = new LinkedHashMap<>();
        for (Map.Entry<StepKind, Double> share : shares.entrySet()) {
            double value = share.getKey() == kind ? percent : share.getValue() * (ALL - percent) / others;
            changed.put(share.getKey(), round(value).doubleValue());
        }
        return changed;
    }

    private static BigDecimal round(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN);
    }

    /** A percentage without its sign, of three digits. */
    static String number(double percent) {
        BigDecimal rounded = BigDecimal.valueOf(percent).round(new MathContext(3));
        return rounded.stripTrailingZeros().toPlainString();
    }
}
