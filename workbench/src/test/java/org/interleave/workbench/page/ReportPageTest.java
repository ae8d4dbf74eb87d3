package org.interleave.workbench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.interleave.core.InvalidInputException;
import org.interleave.core.catalog.Catalog;
import org.interleave.workbench.report.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportPageTest {

    private static final int MOST_BYTES = 1_000_000;

    static String page(Catalog catalog, Report... reports) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportPage.write(List.of(reports), catalog, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static String page(Report... reports) throws IOException {
        return page(Catalog.load(ReportPageTest.class.getClassLoader(), List.of(), Set.of()), reports);
    }

    /** The page as a tree: what it writes is XML too, but for its type, its script and its style. */
    static Document tree(String page) throws Exception {
        String xml = page.replace("<!doctype html>", "")
                .replaceAll("(?s)<script[^>]*>.*?</script>", "")
                .replaceAll("(?s)<style>.*?</style>", "");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    static List<Element> elements(Document page, String name, String kind) {
        NodeList found = page.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .filter(element ->
                        List.of(element.getAttribute("class").split(" ", -1)).contains(kind))
                .toList();
    }

    static List<String> texts(List<Element> elements) {
        return elements.stream().map(Element::getTextContent).toList();
    }

    @Test
    void answersWhichHowMuchHowSureAndWhy() throws Exception {
        String text = tree(page(SuiteReport.suite())).getDocumentElement().getTextContent();

        assertThat(text)
                .containsPattern(
                        "countdown count=\\S+ .*WhichFastest by wall time is .*; not to be told apart from it: .*By how much")
                .containsPattern("echo .*WhichFastest by median latency is ")
                .containsPattern("Slower: .*akka [89]\\.\\d+× \\[[89]\\.\\d+, [89]\\.\\d+]")
                .contains("Shaky: disturbed (vertx).")
                .containsPattern("How sureForks like these show a difference of [\\d.]+ % four times out of five")
                .containsPattern(
                        "WhyProcessors kept busy, of 2: [\\w-]+ [\\d.]+; of those that are slower, [\\w-]+ [\\d.]+ to ")
                .contains("Claims of experiments: 2 held, 1 refuted, 0 inconclusive.")
                .contains("did not run: sequential: runs its tasks one after another")
                .contains("4 of 27 rows are shaky or invalid")
                .containsPattern("At a glance.*sequential(2|1)\\.\\d+×.*did not run")
                .containsPattern("fastest, [\\d.]+ ms")
                .contains("×, tied");
        assertThat(text.indexOf("The answer")).isLessThan(text.indexOf("Head to head"));
        assertThat(text.indexOf("Head to head")).isLessThan(text.indexOf("Experiments"));
        assertThat(text.indexOf("Experiments")).isLessThan(text.indexOf("Where the numbers are from"));
    }

    @Test
    void everyContenderHasItsMeanItsIntervalAndEachFork() throws Exception {
        Document page = tree(page(SuiteReport.suite()));

        List<Element> lines = elements(page, "li", "line");
        assertThat(lines).hasSizeGreaterThan(27 * 6);
        Element threads = lines.stream()
                .filter(line -> line.getTextContent().startsWith("threads"))
                .findFirst()
                .orElseThrow();
        assertThat(threads.getTextContent())
                .containsPattern("(59|60)\\.\\d ms 0\\.[45]\\d+× \\[0\\.[45]\\d+, 0\\.[45]\\d+]");
        assertThat(threads.getElementsByTagName("circle").getLength()).isEqualTo(2);
        assertThat(elements(page, "path", "mean")).hasSizeGreaterThan(27 * 5);
        assertThat(texts(elements(page, "em", "")))
                .as("of countdown by wall time")
                .startsWith("least", "tied");
        assertThat(elements(page, "li", "tied")).isNotEmpty();
    }

    @Test
    void viewsAreOfferedFromTheMostTellingOn() throws Exception {
        Document page = tree(page(SuiteReport.suite()));

        List<String> views =
                texts(elements(page, "label", "")).stream().distinct().toList();
        assertThat(views)
                .containsSubsequence(
                        "wall time",
                        "CPU time",
                        "peak memory",
                        "first round",
                        "voluntary switches",
                        "involuntary switches",
                        "held_share of each",
                        "use of each processor")
                .contains("latency_p50", "latency, percentiles");
        assertThat(page.getElementsByTagName("details").getLength())
                .as("a table behind every chart, and one of everything in every figure")
                .isGreaterThanOrEqualTo(elements(page, "figure", "view").size() + 4);
    }

    @Test
    void placesAreOnTheChart() throws Exception {
        Document page = tree(page(SuiteReport.suite(), SuiteReport.sweep()));

        Pattern percent = Pattern.compile("(?:c?x[12]?|width)=\"(-?[\\d.]+)%\"");
        assertThat(percent.matcher(page(SuiteReport.suite(), SuiteReport.sweep()))
                        .results())
                .hasSizeGreaterThan(1_000)
                .extracting(place -> Double.parseDouble(place.group(1)))
                .allSatisfy(place -> assertThat(place).isBetween(0.0, 100.0));
        assertThat(elements(page, "svg", "plane"))
                .as("speed of two runs, and a curve")
                .hasSize(3);
    }

    @Test
    void latenciesAreShownWithTheQuantilesThatThereAreRequestsFor() throws Exception {
        String text = tree(page(SuiteReport.suite())).getDocumentElement().getTextContent();

        assertThat(text)
                .contains("latency, percentiles")
                .containsPattern("median [\\d.]+ µs, p90 [\\d.]+ [mµ]s, slowest of 70 [\\d.]+ [mµ]s");
        assertThat(text).contains("too few").doesNotContainPattern("p99 \\d+ [µm]s");
    }

    @Test
    void curveOfASweepIsDrawnAndWhatFailedSaysWhy() throws Exception {
        Document page = tree(page(SuiteReport.sweep()));

        assertThat(elements(page, "line", "curve")).hasSize(2);
        String text = page.getDocumentElement().getTextContent();
        assertThat(text)
                .contains("wall_s by switch-interval", "100us", "3ms", "100ms")
                .contains("invalid: task 1 failed: exit 1")
                .contains("Interrupted: this is what was measured until then.")
                .contains(
                        "interleave trace countdown --strategy giant-lock-timed --set count=4M --set switch-interval=3ms")
                .contains("interleave run switch-interval --cpus 0-1 --seed 20261129");
    }

    @Test
    void experimentThatIsKnownSaysWhatItAsksAndOfWhichRows() throws Exception {
        Catalog catalog = Catalog.load(ReportPageTest.class.getClassLoader());
        String known =
                tree(page(catalog, SuiteReport.suite())).getDocumentElement().getTextContent();
        String unknown = tree(page(SuiteReport.suite())).getDocumentElement().getTextContent();

        assertThat(known)
                .contains("tasks that only compute: count a number down, split between them")
                .contains("Does splitting a computation between two threads make it faster?")
                .containsPattern(
                        "measuredgiant-lock-timedwall_s1\\d\\d ms\\[1\\d\\d, 1\\d\\d]2divided bysequentialwall_s");
        assertThat(known).contains("interleave trace countdown --strategy giant-lock-timed --set count=3M");
        assertThat(unknown)
                .doesNotContain("tasks that only compute", "Does splitting", "interleave trace")
                .contains("two threads under the timed lock are no faster than one")
                .contains("held: 1.05 [1.00, 1.11], claimed 0.9 … 1.3")
                .contains("✗ refuted what nobody claims any more");
    }

    @Test
    void askingForNothingIsWhatItsPolicyAllows() throws Exception {
        String page = page(SuiteReport.suite());

        assertThat(page.replace("'http://www.w3.org/2000/svg'", "a name space"))
                .doesNotContain("http:", "https:", "url(", "@import", " style=", " onclick=", "javascript:");
        assertThat(Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page).results())
                .extracting(link -> link.group(1))
                .allSatisfy(link -> assertThat(link).matches("#[a-z0-9-]+|data:,"));
        assertThat(policy(page))
                .startsWith("default-src 'none'; ")
                .contains("style-src '" + hash(page, "<style>") + "'")
                .contains("script-src '" + hash(page, "<script>") + "'")
                .doesNotContain("unsafe");
    }

    private static String policy(String page) {
        return Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"")
                .matcher(page)
                .results()
                .findFirst()
                .map(found -> found.group(1))
                .orElseThrow()
                .replace("&#39;", "'");
    }

    private static String hash(String page, String begin) throws Exception {
        int from = page.indexOf(begin) + begin.length();
        String content = page.substring(from, page.indexOf("</", from));
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void theQuickSuiteTakesLessThanAMegabyte() throws Exception {
        assertThat(page(SuiteReport.suite()).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</script><b>",
                "<!--",
                "a\u0000b\u001b[31mc\u202ed",
                "line\nbreak"
            })
    void textFromElsewhereIsShownAsText(String text) throws Exception {
        String page = page(SuiteReport.saying(text));

        Document tree = tree(page);
        assertThat(tree.getElementsByTagName("img").getLength()).isZero();
        assertThat(tree.getElementsByTagName("script").getLength()).isZero();
        assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(2);
        assertThat(page).doesNotContain("\u0000", "\u001b", "\u202e");
        String visible = text.replace("\u0000", "\\u0000")
                .replace("\u001b", "\\u001b")
                .replace("\u202e", "\\u202e")
                .replace("\n", "\\n");
        assertThat(tree.getDocumentElement().getTextContent())
                .contains("Fastest by wall time is " + visible + ", ", "JVM" + visible, "did not run: " + visible);
        assertThat(ids(page))
                .allSatisfy(id -> assertThat(id).matches("[a-z0-9-]+"))
                .doesNotHaveDuplicates();
    }

    private static List<String> ids(String page) {
        return Pattern.compile(" id=\"([^\"]*)\"")
                .matcher(page)
                .results()
                .map((MatchResult id) -> id.group(1))
                .toList();
    }

    @Test
    void longTextsAreCut() throws Exception {
        String page = page(SuiteReport.saying("x".repeat(10_000)));

        assertThat(page).doesNotContain("x".repeat(4_001)).contains("x".repeat(50) + "...");
        assertThat(page.length()).isLessThan(MOST_BYTES);
    }

    @Test
    void severalReportsStandOneAfterTheOther() throws Exception {
        String page = page(SuiteReport.suite(), SuiteReport.sweep(), SuiteReport.suite());

        assertThat(ids(page)).doesNotHaveDuplicates().contains("r1-top", "r2-top", "r3-top", "r3-workload-4");
        Document tree = tree(page);
        assertThat(texts(elements(tree, "h1", "")))
                .containsExactly(
                        "countdown, waits, messages, echo", "switch-interval", "countdown, waits, messages, echo");
        assertThat(tree.getElementsByTagName("article").getLength()).isEqualTo(3);
    }

    @Test
    void everyLinkLeadsSomewhere() throws Exception {
        String page = page(SuiteReport.suite(), SuiteReport.sweep());

        assertThat(Pattern.compile("href=\"#([^\"]*)\"").matcher(page).results())
                .isNotEmpty()
                .extracting(link -> link.group(1))
                .allSatisfy(place -> assertThat(ids(page)).contains(place));
    }

    @Test
    void emptyReportSaysSo() throws Exception {
        Report full = SuiteReport.suite();
        Report empty = new Report(
                full.interleave(), full.machine(), full.jvm(), List.of(), List.of(), List.of(), full.skipped());

        assertThat(tree(page(empty)).getDocumentElement().getTextContent())
                .contains("Nothing was measured", "on which strategies were compared", "sequential on echo");
    }

    @Test
    void histogramThatIsNoneIsTold() {
        Report report = SuiteReport.withHistogram("AAAA");

        assertThatThrownBy(() -> page(report))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("a histogram 'latency' of a fork cannot be read");
    }
}
