package org.interleave.workbench.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.workbench.report.Answer;
import org.interleave.workbench.report.Axis;
import org.interleave.workbench.report.Row;

/** The table of a workload's answers along a sweep, a line for each value: where the choice changes is seen at once. */
final class SweepAnswers {

    /** A kind of column that the style sheet keeps from becoming narrow. */
    private static final String LIST = "list";

    private final Axis axis;
    private final List<Answer> answers;

    /**
     * A table.
     *
     * @param answers of one workload, of which each is of one value of the axis
     */
    SweepAnswers(Axis axis, List<Answer> answers) {
        this.axis = axis;
        this.answers = List.copyOf(answers);
    }

    /** Whether answers are such. A sweep of an option has one answer, in which every value is a contender of its own. */
    static boolean isOf(Axis axis, List<Answer> answers) {
        return answers.size() > 1
                && answers.stream().allMatch(answer -> value(axis, answer).isPresent());
    }

    private static Optional<String> value(Axis axis, Answer answer) {
        List<String> values = answer.rows().stream()
                .flatMap(row -> axis.value(row).stream())
                .distinct()
                .toList();
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    void write(Markup html) {
        DataTable table = DataTable.begin(
                html,
                answers.getFirst().workload() + " by " + axis.key()
                        + ": which is fastest, and what takes how many times as long",
                Stream.of(axis.key(), "fastest", "takes", "cannot be told apart from it", "slower", "shown from")
                        .map(text -> new DataTable.Heading(text, DataTable.TEXT))
                        .toList());
        answers.forEach(answer -> write(table, answer));
        table.end();
    }

    private void write(DataTable table, Answer answer) {
        Row fastest = answer.standing().fastest();
        table.row(value(axis, answer).orElseThrow())
                .text(axis.contender(fastest))
                .text(answer.fastestTakes())
                .beside(listed(answer.standing().tied(), axis::contender), LIST)
                .beside(listed(answer.standing().slower(), row -> axis.contender(row) + times(answer, row)), LIST)
                .text(answer.smallestDifference().orElse("?"))
                .endRow();
    }

    private static String times(Answer answer, Row row) {
        return answer.comparison()
                .ratio(row, answer.standing().fastest())
                .map(ratio -> " " + MeasureView.times(ratio.value()))
                .orElse("");
    }

    private static String listed(List<Row> rows, Function<Row, String> text) {
        return rows.isEmpty() ? "none" : rows.stream().map(text).collect(Collectors.joining(", "));
    }
}
