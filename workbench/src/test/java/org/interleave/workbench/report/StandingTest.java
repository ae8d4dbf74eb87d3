package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {

    private static Standing standing(Row... rows) {
        Comparison comparison = Comparison.of(report(rows)).getFirst();
        return Standing.of(comparison, comparison.sameWork().getFirst());
    }

    private static List<String> labels(List<Row> rows) {
        return rows.stream().map(Row::label).toList();
    }

    @Test
    void tellsTheSlowerFromTheEqual() {
        Standing standing = standing(
                row("slow").wall(seconds(2, 2.02, 2.01)).measured(),
                row("near").wall(seconds(1.02, 1, 1.01)).measured(),
                row("fast").wall(seconds(1, 1.01, 0.99)).measured(),
                row("slowest").wall(seconds(3, 3.02, 3.01)).measured());
        assertThat(standing.fastest().label()).isEqualTo("fast");
        assertThat(labels(standing.tied())).containsExactly("near");
        assertThat(labels(standing.slower())).containsExactly("slow", "slowest");
        assertThat(standing.known()).isTrue();
    }

    @Test
    void roundsOfOneForkTellNothingApart() {
        Standing standing = standing(
                row("fast")
                        .wall(new Series("s", List.of(List.of(1.0, 1.01, 1.0))))
                        .measured(),
                row("slow")
                        .wall(new Series("s", List.of(List.of(2.0, 2.01, 2.0))))
                        .measured());
        assertThat(standing.known()).isFalse();
        assertThat(standing.slower()).isEmpty();
    }

    /** The truly fastest is hardly ever missing, whether others are equally fast or a little slower. */
    @ParameterizedTest(name = "{0} forks, others {1} times as long")
    @CsvSource({"2, 1", "2, 1.03", "3, 1.03", "10, 1", "10, 1.03"})
    void theFastestIsAmongThoseThatAreKept(int forks, double factor) {
        Random random = new Random(11);
        int runs = 0;
        int kept = 0;
        for (int run = 0; run < 100; run++) {
            for (List<Series> workload : MeasuredVariances.suite(random, forks, 5)) {
                Row[] rows = new Row[workload.size()];
                for (int i = 0; i < rows.length; i++) {
                    Series series = i == 0 ? workload.get(i) : MeasuredVariances.times(workload.get(i), factor);
                    rows[i] = row(i == 0 ? "truly" : "row-" + i).wall(series).measured();
                }
                Standing standing = standing(rows);
                runs++;
                kept += Stream.concat(Stream.of(standing.fastest()), standing.tied().stream())
                                .anyMatch(row -> row.label().equals("truly"))
                        ? 1
                        : 0;
            }
        }
        System.out.printf(
                "%2d forks, others %.2f×: the fastest is kept in %.3f%n", forks, factor, (double) kept / runs);
        assertThat((double) kept / runs).isGreaterThanOrEqualTo(0.95);
    }
}
