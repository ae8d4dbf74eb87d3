package org.interleave.workbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The summary of a report, for whoever wants to choose: the {@link Answer} of each workload that strategies were compared on,
 * as lines of text. An experiment compares what its claims say, and is not summed up.
 */
final class Summary {

    private static final int HANG = 4;

    private final Screen screen;
    private final Doubts doubts;

    Summary(Screen screen, Doubts doubts) {
        this.screen = screen;
        this.doubts = doubts;
    }

    /** In lines; none if nothing was compared. */
    List<String> lines(List<Comparison> comparisons) {
        List<String> lines = Answer.of(comparisons, doubts).stream()
                .flatMap(this::lines)
                .collect(Collectors.toCollection(ArrayList::new));
        if (!lines.isEmpty()) {
            lines.addAll(
                    0,
                    screen.wrap(
                            "Summary",
                            screen.palette()::heading,
                            "  Holm's test against the fastest, at 5 %; intervals of 95 % each",
                            HANG));
        }
        return lines;
    }

    private Stream<String> lines(Answer answer) {
        Palette palette = screen.palette();
        List<String> lines =
                new ArrayList<>(screen.wrap(answer.workload(), palette::heading, ": " + answer.fastest(), HANG));
        lines.addAll(painted(answer.slower(), UnaryOperator.identity()));
        lines.addAll(painted(answer.shaky(), palette::doubtful));
        lines.addAll(painted(answer.invalid(), palette::bad));
        return lines.stream();
    }

    private List<String> painted(Optional<String> text, UnaryOperator<String> paint) {
        return text.map(line -> screen.wrap("  " + line, HANG)).orElse(List.of()).stream()
                .map(paint)
                .toList();
    }
}
