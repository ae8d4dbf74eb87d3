package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.interleave.workbench.export.CsvReport;
import org.interleave.workbench.export.JmhReport;
import org.interleave.workbench.export.MarkdownReport;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.ReportReader;
import org.interleave.workbench.report.Row;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a run wrote, also an old one, in the forms that other programs open. */
class ExportTest {

    private static Report firstVersion() throws URISyntaxException {
        return ReportReader.read(
                Path.of(Objects.requireNonNull(ReportReader.class.getResource("version-1.json"), "version-1.json")
                        .toURI()));
    }

    @Test
    void everyFormHasEveryRow() throws IOException, URISyntaxException {
        Report report = firstVersion();
        StringBuilder markdown = new StringBuilder();
        MarkdownReport.write(report, markdown);
        StringBuilder csv = new StringBuilder();
        CsvReport.write(report, csv);
        ByteArrayOutputStream jmh = new ByteArrayOutputStream();
        JmhReport.write(report, jmh);

        assertThat(JsonMapper.shared().readTree(jmh.toByteArray()))
                .hasSize(Math.toIntExact(
                        report.rows().stream().filter(Row::valid).count()));
        assertThat(report.rows()).isNotEmpty().allSatisfy(row -> {
            assertThat(markdown).contains("<code>" + row.label());
            assertThat(csv).contains("," + row.label() + ",");
        });
        long samples = report.rows().stream()
                .flatMap(row -> row.measures().values().stream())
                .mapToLong(series -> series.samples().size())
                .sum();
        assertThat(csv.toString().lines()).hasSize(Math.toIntExact(samples + 1));
    }
}
