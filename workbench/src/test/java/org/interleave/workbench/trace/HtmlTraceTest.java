package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import org.interleave.threads.LockTrace.Kind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The page needs nothing but itself, and nothing a user writes becomes part of its code. */
class HtmlTraceTest {

    private static final RecordedEvents TASK = RecordedEvents.of(0)
            .at(1_000, Kind.BEGUN)
            .on(0)
            .at(1_001, Kind.WAITING)
            .on(200)
            .at(1_129, Kind.DROP_REQUEST)
            .at(5_000_001_129L, Kind.ACQUIRED)
            .at(5_000_001_130L, Kind.ENDED);

    private static String page(String workload) throws IOException {
        return page(workload, Timeline.of(List.of(TASK)));
    }

    private static String page(String workload, Timeline timeline, String... roles) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlTrace.write(TraceFixture.report(workload, timeline, List.of(roles)), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String only(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static JsonNode report(String page) {
        return new ObjectMapper()
                .readTree(only("<script type=\"application/json\" id=\"report\">(.*?)</script>", page));
    }

    @Test
    void nothingIsAskedForFromElsewhere() throws IOException {
        assertThat(page("countdown"))
                .contains("default-src 'none'")
                .doesNotContain("http:", "https:", "//cdn", "src=", "@import", "{{")
                .doesNotContainPattern("url\\((?!#)");
    }

    @Test
    void thePolicyAllowsThisScriptAndThisStyleOnly() throws Exception {
        String page = page("countdown");
        MessageDigest sha = MessageDigest.getInstance("SHA-256");

        for (String element : List.of("script", "style")) {
            String content = only("<" + element + ">(.*?)</" + element + ">", page);
            byte[] digest = sha.digest(content.getBytes(StandardCharsets.UTF_8));
            assertThat(page)
                    .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
    }

    @Test
    void whatUserWritesStaysText() throws IOException {
        String name = "</script><script>alert(1)</script><!--\"&";

        String page = page(name);

        assertThat(page).doesNotContain("alert(1)</script>").contains("&lt;script&gt;alert(1)");
    }

    @Test
    void theEventsAreThere() throws Exception {
        String page = page("countdown");
        byte[] block = inflated(only("class=\"events\">(.*?)</script>", page));

        assertThat(report(page).get("tasks").get(0).get("events").asInt()).isEqualTo(5);
        assertThat(List.of(block[0], block[1], block[2], block[3], block[4]))
                .containsExactly(
                        (byte) Kind.BEGUN.ordinal(),
                        (byte) Kind.WAITING.ordinal(),
                        (byte) Kind.DROP_REQUEST.ordinal(),
                        (byte) Kind.ACQUIRED.ordinal(),
                        (byte) Kind.ENDED.ordinal());
        byte[] processor200 = {(byte) 0xc9, 0x01};
        assertThat(Arrays.copyOfRange(block, 5, 13))
                .as("processors and one, zero for what is not known")
                .isEqualTo(new byte[] {
                    0,
                    1,
                    processor200[0],
                    processor200[1],
                    processor200[0],
                    processor200[1],
                    processor200[0],
                    processor200[1]
                });
        assertThat(block[13]).isZero();
        assertThat(block[14]).isEqualTo((byte) 1);
        assertThat(new byte[] {block[15], block[16]}).containsExactly(0x80, 0x01);
        assertThat(block).hasSize(5 + (1 + 1 + 2 + 2 + 2) + (1 + 1 + 2 + 5 + 1));
    }

    @Test
    void itSaysOnWhichProcessorsTheLockWasHeld() throws IOException {
        JsonNode report = report(page("countdown", TraceFixture.twoProcessors()));

        assertThat(report.get("processors"))
                .extracting(processor -> processor.get("number").asInt() + ": "
                        + processor.get("nanos").asLong())
                .containsExactly("0: 50000000", "1: 30000000");
    }

    @Test
    void itSaysIfTheProcessorsAreNotKnown() throws IOException {
        String page = page("countdown", TraceFixture.unknownProcessor());

        assertThat(report(page).get("processors")).isEmpty();
        assertThat(page)
                .contains("<dt>ran on</dt><dd>not known: ")
                .contains("On which processor a task ran is not known");
    }

    private static String conversation() throws IOException {
        return page("echo", TraceFixture.conversation(), "server", "background");
    }

    /** The texts of a table's rows, without the markup. */
    private static List<String> rows(String page, String table) {
        String body = only("<table id=\"" + table + "\".*?<tbody>(.*?)</tbody>", page);
        return Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL)
                .matcher(body)
                .results()
                .map(row -> row.group(1)
                        .replaceAll("</t[hd]>", " | ")
                        .replaceAll("<[^>]*>", "")
                        .strip())
                .toList();
    }

    @Test
    void theVerdictAndTheTablesAreThereWithoutScripting() throws IOException {
        String page = conversation();

        assertThat(page)
                .contains("<p id=\"verdict\">server waited 53.0\u00a0% of the run for the lock, of which 94.3\u00a0%");
        assertThat(rows(page, "lock"))
                .containsExactly(
                        "held by server | 10.0 % | 10.0 ms |",
                        "held by background | 76.0 % | 76.0 ms |",
                        "free, being handed over | 6.0 % | 6.00 ms |",
                        "free, nobody awake | 8.0 % | 8.00 ms |");
        assertThat(rows(page, "matrix"))
                .containsExactly(
                        "server | 53.0 % | 53.0 ms | – | 50.0 ms 94.3 % | 3.00 ms 5.7 % |",
                        "background | 16.0 % | 16.0 ms | 10.0 ms 62.5 % | – | 6.00 ms 37.5 % |");
        assertThat(rows(page, "tasks"))
                .first()
                .asString()
                .startsWith("server | 10.0 % | 53.0 % | 22.0 % | 15.0 % | 2 | 11.0 ms | 42.0 ms | 2 | 0 |");
    }

    @Test
    void everyWaitHasItsLink() throws IOException {
        String page = conversation();

        assertThat(rows(page, "waits"))
                .as("the longest first")
                .startsWith("server | 42.0 ms | 0.000 ms | 1 | 0 | background 95.2 % |")
                .contains("background | 6.00 ms | 80.000 ms | 0 | 0 | server 66.7 % |");
        assertThat(page)
                .contains("aria-sort=\"descending\">For how long</th>")
                .contains("href=\"#at=21000000&amp;from=-12600000&amp;to=54600000&amp;task=0\"")
                .contains("href=\"#at=83000000&amp;from=78200000&amp;to=87800000&amp;task=1\"");
    }

    @Test
    void thePhasesOfTheLockAreThere() throws Exception {
        String page = conversation();
        JsonNode parts = report(page).get("lock");
        assertThat(parts)
                .extracting(part -> part.get("name").asString())
                .containsExactly(
                        "server", "background", "free, being handed over", "free, nobody awake", "not recorded");

        byte[] block = inflated(only("class=\"phases\" data-events=\"11\">(.*?)</script>", page));

        assertThat(Arrays.copyOf(block, 11)).containsExactly(1, 2, 0, 2, 1, 2, 0, 2, 1, 3, 1);
    }

    private static byte[] inflated(String base64) throws Exception {
        byte[] block = new byte[100];
        Inflater inflater = new Inflater(true);
        inflater.setInput(Base64.getDecoder().decode(base64));
        int length = inflater.inflate(block);
        inflater.end();
        return Arrays.copyOf(block, length);
    }

    @Test
    void rolesFromOutsideStayText() throws IOException {
        String page = page("echo", TraceFixture.conversation(), "<b onclick='x'>&\u0007", "</script>");

        assertThat(page)
                .doesNotContain("<b onclick")
                .contains("held by &lt;b onclick=&#39;x&#39;&gt;&amp;\\u0007")
                .contains("held by &lt;/script&gt;");
        assertThat(report(page).get("tasks").get(1).get("name").asString()).isEqualTo("</script>");
    }

    @Test
    void whatTracingCostsStandsAtTheFoot() throws IOException {
        String page = conversation();

        assertThat(page.indexOf("pairs of runs")).isGreaterThan(page.indexOf("<footer>"));
        assertThat(page.indexOf("none dropped")).isGreaterThan(page.indexOf("<footer>"));
    }
}
