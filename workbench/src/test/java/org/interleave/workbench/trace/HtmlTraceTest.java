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

    private static String page(String workload, Timeline timeline) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlTrace.write(TraceFixture.report(workload, timeline), out);
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
                .doesNotContain("http:", "https:", "//cdn", "src=", "@import", "url(", "{{");
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

        assertThat(page).doesNotContain("alert(1)</script>");
        assertThat(report(page).get("workload").asString()).isEqualTo(name);
    }

    @Test
    void theEventsAreThere() throws Exception {
        String page = page("countdown");
        byte[] deflated = Base64.getDecoder().decode(only("class=\"events\">(.*?)</script>", page));
        byte[] block = new byte[100];
        Inflater inflater = new Inflater(true);
        inflater.setInput(deflated);
        int length = inflater.inflate(block);
        inflater.end();

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
        assertThat(length).isEqualTo(5 + (1 + 1 + 2 + 2 + 2) + (1 + 1 + 2 + 5 + 1));
    }

    @Test
    void itSaysOnWhichProcessorsTheLockWasHeld() throws IOException {
        JsonNode report = report(page("countdown", TraceFixture.twoProcessors()));

        assertThat(report.get("processors"))
                .extracting(processor -> processor.get("number").asInt() + ": "
                        + processor.get("nanos").asLong())
                .containsExactly("0: 50000000", "1: 30000000");
        assertThat(report.get("facts").get("ran on").asString()).startsWith("CPU 0 62.5 %, CPU 1 37.5 %");
        assertThat(report.get("waits").get(0).get("holders").get(0).get("place").asString())
                .isEqualTo("CPU 0");
    }

    @Test
    void itSaysIfTheProcessorsAreNotKnown() throws IOException {
        JsonNode report = report(page("countdown", TraceFixture.unknownProcessor()));

        assertThat(report.get("processors")).isEmpty();
        assertThat(report.get("facts").get("ran on").asString()).startsWith("not known: ");
    }

    @Test
    void theLongestWaitsAreThere() throws IOException {
        JsonNode wait = report(page("countdown")).get("waits").get(0);

        assertThat(wait.get("task").asInt()).isZero();
        assertThat(wait.get("from").asLong()).isEqualTo(1);
        assertThat(wait.get("to").asLong()).isEqualTo(5_000_000_129L);
        assertThat(wait.get("dropRequests").asInt()).isEqualTo(1);
    }
}
