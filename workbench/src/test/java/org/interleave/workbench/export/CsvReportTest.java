package org.interleave.workbench.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.interleave.core.Claim;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Series;
import org.junit.jupiter.api.Test;

class CsvReportTest {

    private static String written(Report report) throws IOException {
        StringBuilder out = new StringBuilder();
        CsvReport.write(report, out);
        return out.toString();
    }

    private static List<CSVRecord> read(String csv) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (CSVParser parser = format.parse(new StringReader(csv))) {
            return parser.getRecords();
        }
    }

    @Test
    void everySampleHasALine() throws IOException {
        String csv = written(report(row("threads")
                .option("lock", "timed")
                .wall(new Series("s", List.of(List.of(0.1, 0.2), List.of(0.3))))
                .with(Claim.START, seconds(1e-5, 7))
                .measured()));

        assertThat(csv)
                .isEqualTo(
                        "experiment,workload,label,strategy,family,parameters,options,cpus,valid,reason,measure,unit,"
                                + "fork,round,value\r\n"
                                + "cpu-threads,countdown,threads,threads,threads,count=10M tasks=2,lock=timed,0 1,true,,wall_s,s,1,1,0.1\r\n"
                                + "cpu-threads,countdown,threads,threads,threads,count=10M tasks=2,lock=timed,0 1,true,,wall_s,s,1,2,0.2\r\n"
                                + "cpu-threads,countdown,threads,threads,threads,count=10M tasks=2,lock=timed,0 1,true,,wall_s,s,2,1,0.3\r\n"
                                + "cpu-threads,countdown,threads,threads,threads,count=10M tasks=2,lock=timed,0 1,true,,start,s,1,1,1.0E-5\r\n"
                                + "cpu-threads,countdown,threads,threads,threads,count=10M tasks=2,lock=timed,0 1,true,,start,s,2,1,7.0\r\n");
    }

    @Test
    void anInvalidRowHasItsReason() throws IOException {
        List<CSVRecord> records =
                read(written(report(row("netty").invalid("sum is 7, not \"8\"").measured())));

        assertThat(records).hasSize(1);
        assertThat(records.getFirst().get("valid")).isEqualTo("false");
        assertThat(records.getFirst().get("reason")).isEqualTo("sum is 7, not \"8\"");
        assertThat(records.getFirst().get("value")).isEmpty();
    }

    @Test
    void textsFromElsewhereAreNoFormulas() throws IOException {
        List<CSVRecord> records = read(written(report(
                row("=cmd|' /C calc'!A0")
                        .on("+1")
                        .parameter("@a", "b\n,\"c")
                        .with("-x", new Series("=u", List.of(List.of(-1.0))))
                        .wall(seconds(1))
                        .measured(),
                row("\t=1").wall(seconds(1)).measured())));

        assertThat(records.getFirst().get("label")).isEqualTo("'=cmd|' /C calc'!A0");
        assertThat(records.getFirst().get("workload")).isEqualTo("'+1");
        assertThat(records.getFirst().get("parameters")).isEqualTo("count=10M tasks=2 @a=b\\n,\"c");
        assertThat(records.getFirst().get("measure")).isEqualTo("'-x");
        assertThat(records.getFirst().get("unit")).isEqualTo("'=u");
        assertThat(records.getFirst().get("value")).isEqualTo("-1.0");
        assertThat(records.getLast().get("label")).isEqualTo("\\t=1");
    }
}
