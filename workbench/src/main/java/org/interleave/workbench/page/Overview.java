package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interleave.workbench.report.Answer;
import org.interleave.workbench.report.Estimate;
import org.interleave.workbench.report.Row;
import org.interleave.workbench.report.Skipped;

/** The table of all strategies on all workloads: how many times as much each takes as the fastest there. */
final class Overview {

    private final List<Answer> answers;
    private final List<Skipped> skipped;

    Overview(List<Answer> answers, List<Skipped> skipped) {
        this.answers = List.copyOf(answers);
        this.skipped = List.copyOf(skipped);
    }

    /** Writes it. Of one workload there is nothing to look over. */
    void write(Markup html) {
        if (answers.size() < 2) {
            return;
        }
        List<DataTable.Heading> headings = new ArrayList<>(List.of(new DataTable.Heading("strategy", DataTable.TEXT)));
        answers.forEach(answer -> headings.add(new DataTable.Heading(answer.workload(), DataTable.NUMBER)));
        DataTable table = DataTable.begin(
                html,
                "At a glance: how many times as much each takes as the fastest there; tied: cannot be told apart from it",
                headings);
        for (String label : labels()) {
            table.row(label);
            answers.forEach(answer -> cell(table, answer, label));
            table.endRow();
        }
        table.end();
    }

    private List<String> labels() {
        return answers.stream()
                .flatMap(answer -> answer.rows().stream())
                .map(Row::label)
                .distinct()
                .toList();
    }

    private void cell(DataTable table, Answer answer, String label) {
        Optional<Row> found =
                answer.rows().stream().filter(row -> row.label().equals(label)).findFirst();
        if (found.isEmpty()) {
            table.beside(absence(answer, label), "absent");
            return;
        }
        Row row = found.get();
        if (row == answer.standing().fastest()) {
            table.number(1, "fastest, " + answer.fastestTakes(), "best");
            return;
        }
        boolean tied = answer.standing().tied().contains(row);
        answer.comparison()
                .ratio(row, answer.standing().fastest())
                .map(Estimate::value)
                .ifPresentOrElse(
                        ratio -> table.number(
                                ratio, MeasureView.times(ratio) + (tied ? ", tied" : ""), tied ? "tied" : "slower"),
                        () -> table.text("n/a"));
    }

    private String absence(Answer answer, String label) {
        if (answer.comparison().rows().stream().anyMatch(row -> row.label().equals(label) && !row.valid())) {
            return "invalid";
        }
        boolean refused = skipped.stream()
                .anyMatch(skip -> skip.workload().equals(answer.workload())
                        && skip.strategy().equals(label));
        return refused ? "did not run" : "not measured";
    }
}
