package org.interleave.workbench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.interleave.workbench.page.LockedReport.queue;
import static org.interleave.workbench.page.LockedReport.under;
import static org.interleave.workbench.page.ReportPageTest.elements;
import static org.interleave.workbench.page.ReportPageTest.page;
import static org.interleave.workbench.page.ReportPageTest.texts;
import static org.interleave.workbench.page.ReportPageTest.tree;
import static org.interleave.workbench.report.Fixture.report;
import static org.interleave.workbench.report.Fixture.row;
import static org.interleave.workbench.report.Fixture.seconds;

import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.interleave.workbench.report.Fixture;
import org.interleave.workbench.report.LockExcerpt;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The lock's timeline beside an experiment's claims and figure. */
class LockViewTest {

    private static Row excerptOf(String label, LockExcerpt excerpt) {
        return under(label).excerpt(excerpt).measured();
    }

    private static Element view(Report report) throws Exception {
        return elements(tree(page(report)), "figure", "view").stream()
                .filter(figure -> figure.getAttribute("aria-label").equals("who held the lock"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> legend(Report report) throws Exception {
        NodeList entries = view(report).getElementsByTagName("p").item(0).getChildNodes();
        return IntStream.range(0, entries.getLength())
                .mapToObj(i -> entries.item(i).getTextContent().strip())
                .toList();
    }

    @Test
    void aLaneIsDrawnOfEachRowThatHasAnExcerptAndInWordsToo() throws Exception {
        Document page = tree(page(report(
                row("sequential").wall(seconds(0.1)).measured(),
                excerptOf("giant-lock-timed", Fixture.excerpt("task 0", "task 1")),
                under("giant-lock-tick").measured(),
                under("giant-lock-fair")
                        .excerpt(Fixture.excerpt("void", "void 1"))
                        .invalid("wrong")
                        .measured())));

        List<Element> lanes = elements(page, "svg", "lane");
        assertThat(lanes).singleElement().satisfies(lane -> {
            assertThat(lane.getAttribute("role")).isEqualTo("img");
            assertThat(lane.getAttribute("aria-label")).isEqualTo("Who held the lock under giant-lock-timed");
            assertThat(lane.getElementsByTagName("rect").getLength())
                    .as("spans, and what is behind them")
                    .isEqualTo(4);
        });
        assertThat(texts(elements(page, "title", "")))
                .contains("task 0, held 2 times, 6.00 ms in all", "task 1, held once, 3.00 ms in all");
        String text = page.getDocumentElement().getTextContent();
        assertThat(text)
                .contains(
                        "In these 10 ms, from 22.5 ms on, of a round of 65 ms, task 0 held the lock 60.0 % of the time,"
                                + " task 1 30.0 %, nobody 10.0 %; it changed hands 2 times.")
                .contains("giant-lock-tick", "No excerpt could be made: the round that was to be traced failed")
                .contains("0 ms2 ms4 ms6 ms8 ms10 ms")
                .containsSubsequence(
                        "contendertasktimes heldin allshare",
                        "giant-lock-timedtask 026.00 ms60.0 %",
                        "giant-lock-timedtask 113.00 ms30.0 %",
                        "giant-lock-timednobody: it was free1.00 ms10.0 %")
                .contains("interleave trace countdown --strategy giant-lock-timed")
                .doesNotContain("keeps no excerpt", "void 1");
    }

    @Test
    void aReportThatKeepsNoneSaysSo() throws Exception {
        String text = tree(page(report(under("giant-lock-timed").measured())))
                .getDocumentElement()
                .getTextContent();

        assertThat(text)
                .contains("This report keeps no excerpt of the lock's timeline of these rows.")
                .doesNotContain("Who held the lock, when");
    }

    @Test
    void aLockThatNobodyHeldWasFree() throws Exception {
        Element view = view(report(excerptOf("idle", new LockExcerpt(5, 1_000, 2_000, List.of(), List.of()))));

        assertThat(view.getTextContent())
                .contains("In these 1 µs, from 5 ns on, of a round of 2 µs, nobody held the lock;"
                        + " it did not change hands.");
    }

    @Test
    void fewTasksHaveColoursOfTheirOwnAndManyThoseOfTheirRoles() throws Exception {
        IntFunction<LockExcerpt.Task> byName = task -> new LockExcerpt.Task("io " + task, task == 0 ? "cpu" : "io");

        assertThat(legend(report(excerptOf("few", queue(3, byName))))).containsExactly("io 0", "io 1", "io 2", "free");
        assertThat(legend(report(excerptOf("many", queue(40, byName))))).containsExactly("cpu", "io", "free");
        assertThat(view(report(excerptOf("many", queue(40, byName)))).getTextContent())
                .containsPattern(
                        "cpu held the lock 0\\.1 % of the time, io 99\\.9 %, nobody 0\\.0 %; it changed hands 39 times");
    }

    @Test
    void ofManyTasksOfOneRoleThoseThatHeldTheLockLongestStandOut() throws Exception {
        Report report = report(excerptOf("many", queue(10, task -> new LockExcerpt.Task("task " + task, "task"))));

        assertThat(legend(report))
                .containsExactly("task 4", "task 5", "task 6", "task 7", "task 8", "task 9", "others", "free");
        assertThat(view(report).getTextContent()).contains("others 18.2 %, nobody 0.0 %");
        assertThat(elements(tree(page(report)), "g", "held-6")).hasSize(4);
    }

    @Test
    void placesAreOnTheChart() throws Exception {
        String page = page(report(excerptOf("many", queue(199, task -> new LockExcerpt.Task("task " + task, "task")))));

        assertThat(Pattern.compile("(?:c?x[12]?|width)=\"(-?[\\d.]+)%\"")
                        .matcher(page)
                        .results())
                .hasSizeGreaterThan(400)
                .extracting(place -> Double.parseDouble(place.group(1)))
                .allSatisfy(place -> assertThat(place).isBetween(0.0, 100.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</title></svg><b>",
                "a\u0000b\u001b[31mc\u202ed",
            })
    void namesFromElsewhereAreShownAsText(String name) throws Exception {
        String page = page(report(excerptOf("hostile", Fixture.excerpt(name, "other"))));

        assertThat(page).doesNotContain(name, "\u0000", "\u001b", "\u202e");
        String visible =
                name.replace("\u0000", "\\u0000").replace("\u001b", "\\u001b").replace("\u202e", "\\u202e");
        assertThat(tree(page).getDocumentElement().getTextContent())
                .contains(
                        visible + " held the lock 60.0 % of the time", visible + ", held 2 times", "hostile" + visible);
        assertThat(tree(page).getElementsByTagName("img").getLength()).isZero();
    }
}
