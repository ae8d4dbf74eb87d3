package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.interleave.workbench.report.WholeFile;
import org.interleave.workbench.trace.HtmlTrace;
import org.interleave.workbench.trace.Timeline;
import org.interleave.workbench.trace.TraceFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.WheelInput.ScrollOrigin;

/**
 * The page that the program writes, in a real browser: it draws, tells, zooms and moves, by mouse and by keys, and the
 * browser complains of nothing.
 */
@Needs(Resource.BROWSER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class LockTracePageTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int CPU_COLOURS = 8;
    private static final int MANY_EVENTS = 2_000_000;
    private static final long SEED = 20_261_121;

    private final Path directory;
    private final Browser browser;

    LockTracePageTest(@TempDir Path directory) {
        this.directory = directory;
        browser = new Browser(directory.resolve("profile"));
    }

    @BeforeAll
    void trace() throws IOException {
        Files.createDirectories(SCREENSHOTS);
        trace("giant-lock-tick");
        trace("giant-lock-timed");
    }

    private void trace(String strategy) {
        String file = directory.resolve(strategy + ".html").toString();
        int status = Main.commandLine().execute("trace", "countdown", "--strategy", strategy, "--out", file);
        assertThat(status).isEqualTo(Main.DONE);
    }

    @AfterAll
    void closeBrowser() {
        browser.close();
    }

    @AfterEach
    void nothingWasComplainedOf() {
        assertThat(browser.complaints()).isEmpty();
    }

    private void open(String name) {
        browser.open(directory.resolve(name + ".html").toUri());
        await().atMost(PATIENCE).until(() -> "true".equals(chart().getAttribute("data-ready")));
        awaitDrawing();
    }

    /** Writes a page that shows a run that a test made up, and opens it. */
    private void open(String name, Timeline timeline) throws IOException {
        WholeFile.replace(
                directory.resolve(name + ".html"),
                out -> HtmlTrace.write(TraceFixture.report("countdown", timeline), out));
        open(name);
    }

    /** What is to be drawn is drawn in the next frame. */
    private void awaitDrawing() {
        browser.driver()
                .executeAsyncScript(
                        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))");
    }

    private WebElement find(String id) {
        return browser.driver().findElement(By.id(id));
    }

    private WebElement chart() {
        return find("chart");
    }

    private double from() {
        return Double.parseDouble(Objects.requireNonNull(chart().getAttribute("data-from")));
    }

    private double to() {
        return Double.parseDouble(Objects.requireNonNull(chart().getAttribute("data-to")));
    }

    private double span() {
        return to() - from();
    }

    private Actions mouse() {
        return new Actions(browser.driver());
    }

    private void press(CharSequence... keys) {
        chart().sendKeys(keys);
        awaitDrawing();
    }

    /** How many pixels of the lanes have exactly the colour that the legend gives a state. */
    private long pixels(String state) {
        Object count = browser.evaluate("""
                (() => {
                  const probe = document.createElement('span');
                  probe.className = 'swatch %s';
                  document.body.append(probe);
                  const [r, g, b] = getComputedStyle(probe).backgroundColor.match(/\\d+/g).map(Number);
                  probe.remove();
                  const canvas = document.getElementById('canvas');
                  const copy = Object.assign(document.createElement('canvas'), {width: canvas.width, height: canvas.height});
                  const context = copy.getContext('2d', {willReadFrequently: true});
                  context.drawImage(canvas, 0, 0);
                  const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
                  let count = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    count += data[i] === r && data[i + 1] === g && data[i + 2] === b;
                  }
                  return count;
                })()""".formatted(state));
        return ((Number) count).longValue();
    }

    /** Those that show who holds the lock, on whichever processor. */
    private long holdingPixels() {
        return pixels("holding")
                + IntStream.range(0, CPU_COLOURS)
                        .mapToLong(cpu -> pixels("cpu-" + cpu))
                        .sum();
    }

    private void screenshot(String name) throws IOException {
        Files.write(SCREENSHOTS.resolve(name + ".png"), browser.driver().getScreenshotAs(OutputType.BYTES));
    }

    @Test
    void theTickLockIsDrawnAndTheTitleSaysWhatItIs() throws IOException {
        open("giant-lock-tick");

        assertThat(find("title").getText()).isEqualTo("countdown under giant-lock-tick");
        assertThat(find("facts").getText())
                .contains("interleave trace countdown --strategy giant-lock-tick")
                .contains("count=3M", "check-interval=100", "none dropped", "pairs of runs");
        assertThat(holdingPixels()).isGreaterThan(1_000);
        screenshot("tick-whole-run");
        for (int i = 0; i < 9; i++) {
            press("+");
        }
        assertThat(holdingPixels() + pixels("taking") + pixels("waiting")).isGreaterThan(1_000);
        screenshot("tick-zoomed-in");
    }

    @Test
    void theTimedLockShowsWhoHoldsAndWhoWaits() throws IOException {
        open("giant-lock-timed");

        assertThat(holdingPixels()).isGreaterThan(5_000);
        assertThat(pixels("waiting")).isGreaterThan(5_000);
        assertThat(find("legend").getText()).contains("holds the lock", "waits for the lock", "is forced to drop it");
        assertThat(find("labels").getText()).contains("task 0", "task 1", "held", "waited");
        screenshot("timed-whole-run");
    }

    @Test
    void hoveringTellsWhatEveryTaskDoesAtThatTime() throws IOException {
        open("giant-lock-timed");

        mouse().moveToElement(find("canvas"), 0, 0).perform();

        assertThat(find("readout").getText())
                .startsWith("at ")
                .containsPattern("task 0 (holds|waits|wants|has)")
                .containsPattern("task 1 (holds|waits|wants|has)")
                .containsPattern("on CPU \\d+")
                .containsPattern("for [\\d.]+ [mµn]?s");
        assertThat(find("cursor").isDisplayed()).isTrue();
        screenshot("timed-hover");
    }

    @Test
    void theWheelZoomsWhereTheMouseIs() {
        open("giant-lock-timed");
        double whole = span();
        WebElement canvas = find("canvas");
        double left = from() + whole / 4;

        mouse().scrollFromOrigin(ScrollOrigin.fromElement(canvas, -canvas.getSize().width / 4, 0), 0, -480)
                .perform();
        awaitDrawing();

        assertThat(span()).isCloseTo(whole / 4, within(whole / 100));
        assertThat(left).as("what the mouse is on stays there").isBetween(from(), to());
        assertThat((left - from()) / span()).isCloseTo(0.25, within(0.02));
    }

    @Test
    void draggingMovesTheTimeline() {
        open("giant-lock-timed");
        press("+");
        double span = span();
        double before = from();
        WebElement canvas = find("canvas");

        mouse().moveToElement(canvas)
                .clickAndHold()
                .moveByOffset(-canvas.getSize().width / 4, 0)
                .release()
                .perform();
        awaitDrawing();

        assertThat(span()).isCloseTo(span, within(1.0));
        assertThat(from() - before).isCloseTo(span / 4, within(span / 50));
    }

    @Test
    void everythingCanBeDoneByKeys() {
        open("giant-lock-timed");
        double whole = span();

        press("++");
        assertThat(span()).isCloseTo(whole / 4, within(1.0));
        double before = from();
        press(Keys.ARROW_RIGHT);
        assertThat(from()).isCloseTo(before + whole / 40, within(1.0));
        press(Keys.ARROW_LEFT, "-");
        assertThat(span()).isCloseTo(whole / 2, within(1.0));
        press(Keys.HOME);
        assertThat(span()).isCloseTo(whole, within(1.0));

        press(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
        String there = text("live");
        assertThat(there).startsWith("At ").contains("task 0 ", "task 1 ");
        // Events of a forced switch may follow each other too fast to be told apart by what is said of them.
        int steps = 0;
        do {
            press(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
            steps++;
        } while (text("live").equals(there) && steps < 10);
        assertThat(text("live")).startsWith("At ").isNotEqualTo(there);
        for (; steps > 0; steps--) {
            press(Keys.chord(Keys.SHIFT, Keys.ARROW_LEFT));
        }
        assertThat(text("live")).isEqualTo(there);
        press(Keys.ESCAPE);
        assertThat(find("readout").isDisplayed()).isFalse();
    }

    /** Also what is meant for the ear only. */
    private String text(String id) {
        return (String) browser.evaluate("document.getElementById('" + id + "').textContent");
    }

    @Test
    void choosingWaitShowsIt() throws IOException {
        open("giant-lock-timed");
        double whole = span();
        WebElement row = browser.driver().findElement(By.cssSelector("#waits tbody tr"));

        row.findElement(By.tagName("button")).sendKeys(Keys.ENTER);
        awaitDrawing();

        assertThat(row.getText()).containsPattern("task [01].* ms");
        double wait = ((Number) browser.evaluate("report.waits[0].to - report.waits[0].from")).doubleValue();
        assertThat(span()).isCloseTo(Math.min(1.6 * wait, whole), within(1.0));
        assertThat(find("readout").getText()).contains(row.getText().substring(0, 6) + " waits for the lock");
        screenshot("timed-longest-wait");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoom-in", "zoom-out", "reset"})
    void theButtonsDoWhatTheKeysDo(String button) {
        open("giant-lock-timed");
        double whole = span();
        press("++");

        find(button).click();

        double expected =
                switch (button) {
                    case "zoom-in" -> whole / 8;
                    case "zoom-out" -> whole / 2;
                    default -> whole;
                };
        assertThat(span()).isCloseTo(expected, within(1.0));
    }

    @Test
    void manyEventsAreDrawnAsSharesAndRefinedOnZooming() throws IOException {
        open("many", TraceFixture.battle(MANY_EVENTS, SEED));
        assertThat(find("subtitle").getText()).contains("recorded");
        assertThat(pixels("cpu-0")).isGreaterThan(5_000);
        assertThat(pixels("cpu-1")).isGreaterThan(5_000);
        assertThat(holdingPixels()).isGreaterThan(5_000);
        assertThat(pixels("waiting")).isGreaterThan(5_000);
        screenshot("many-whole-run");

        press("+".repeat(17));

        assertThat(span()).isLessThan(100_000);
        assertThat(holdingPixels()).isGreaterThan(5_000);
        screenshot("many-zoomed-in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void aHoldHasTheColourOfTheProcessor(String scheme) throws IOException {
        prefer(scheme);
        try {
            open("two-processors", TraceFixture.twoProcessors());

            double band = (pixels("cpu-0") + pixels("cpu-1")) / 0.8;
            assertThat((double) pixels("cpu-0")).as("50 of 100 ms").isCloseTo(0.5 * band, within(0.05 * band));
            assertThat((double) pixels("cpu-1")).as("30 of 100 ms").isCloseTo(0.3 * band, within(0.05 * band));
            assertThat(pixels("holding")).as("no processor is unknown").isZero();
            assertThat(find("legend").getText()).contains("holds the lock on CPU 0\nCPU 1\nwaits for the lock");
            assertThat(find("colours").getText()).contains("has the colour of the processor");
            screenshot("two-processors-" + scheme);
        } finally {
            prefer("light");
        }
    }

    private void prefer(String scheme) {
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    @Test
    void theProcessorIsToldInWords() throws IOException {
        open("two-processors", TraceFixture.twoProcessors());

        assertThat(toldAt(0.2))
                .contains("task 0 holds the lock on CPU 0 for 40.0 ms, from 0, let go of on CPU 1 ")
                .endsWith("task 1 waits for the lock for 40.0 ms, from 0, last ran on CPU 1");
        assertThat(toldAt(0.5))
                .contains("task 0 waits for the lock for 40.0 ms, from 40.0 ms, last ran on CPU 1 ")
                .endsWith("task 1 holds the lock on CPU 1 for 20.0 ms, from 40.0 ms");
        assertThat(find("waits").getText()).contains("task 0 (CPU 0) 100 %", "task 1 (CPU 1) 50 %");
        assertThat(find("facts").getText()).contains("CPU 0 62.5 %, CPU 1 37.5 % of the time");
        press(Keys.chord(Keys.SHIFT, Keys.ARROW_LEFT));
        assertThat(text("live")).contains("task 1 holds the lock on CPU 1");
    }

    /** What hovering tells where a share of the time that is shown lies to the left. */
    private String toldAt(double share) {
        WebElement canvas = find("canvas");
        int fromMiddle = (int) Math.round((share - 0.5) * canvas.getSize().width);
        mouse().moveToElement(canvas, fromMiddle, 0).perform();
        return find("readout").getText().replace('\n', ' ');
    }

    @Test
    void processorsBeyondTheColoursShareOneAndAreToldByTheirNumbers() throws IOException {
        open("many-processors", TraceFixture.manyProcessors(12));

        assertThat(find("legend").getText())
                .contains("holds the lock on CPU 0\nCPU 6\nCPU 7\nCPU 8\nCPU 9\nCPU 10\nCPU 11\nother CPUs\n");
        for (int cpu = 0; cpu < CPU_COLOURS; cpu++) {
            assertThat(pixels("cpu-" + cpu)).as("colour " + cpu).isGreaterThan(200);
        }
        assertThat(toldAt(0.09)).contains("task 0 holds the lock on CPU 3 for 3.00 ms");
        screenshot("many-processors");
    }

    @Test
    void whereProcessorsAreNotKnownThePageSaysSo() throws IOException {
        open("unknown-processor", TraceFixture.unknownProcessor());

        assertThat(pixels("holding")).isGreaterThan(5_000);
        assertThat(holdingPixels()).isEqualTo(pixels("holding"));
        assertThat(find("legend").getText()).startsWith("holds the lock\n").doesNotContain("CPU");
        assertThat(find("colours").getText()).startsWith("On which processor a task ran is not known: ");
        assertThat(toldAt(0.5)).contains("task 0 holds the lock for 89.0 ms").doesNotContain("CPU");
        screenshot("unknown-processor");
    }
}
