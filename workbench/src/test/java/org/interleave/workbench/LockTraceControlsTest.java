package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.interleave.workbench.trace.TraceFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;

/**
 * What one can do with the page of a lock trace: order its lanes and unfold them, sort its tables, keep a moment in the address
 * and come back, read it on any screen, on paper and without scripting.
 */
@Needs(Resource.BROWSER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LockTraceControlsTest {

    private static final long MILLIS = 1_000_000;
    private static final int WIDE = 1360;
    private static final String[] ROLES = {"server", "background"};

    private final LockTracePage page;

    LockTraceControlsTest(@TempDir Path directory) {
        page = new LockTracePage(directory);
    }

    @AfterAll
    void closeBrowser() {
        page.close();
    }

    @AfterEach
    void nothingWasComplainedOf() {
        page.defaults();
        assertThat(page.complaints()).isEmpty();
    }

    private void openConversation() throws IOException {
        page.open("conversation", TraceFixture.conversation(), ROLES);
    }

    private static String[] sleepers(int tasks) {
        return Collections.nCopies(tasks, "sleeper").toArray(String[]::new);
    }

    private List<String> labels() {
        return page.texts("#labels b, #labels button");
    }

    @Test
    void theLockHasItsLaneOnTop() throws IOException {
        openConversation();

        long server = page.pixels("lock-lane", "who-0", 0);
        long background = page.pixels("lock-lane", "who-1", 0);
        assertThat((double) background / server).as("76 ms to 10 ms").isCloseTo(7.6, within(1.0));
        assertThat(page.pixels("lock-lane", "idle", 0)).isPositive();
        assertThat(page.pixels("lock-lane", "handed", 0)).isPositive();
        assertThat(page.find("lock-lane").getRect().y)
                .isLessThan(page.find("canvas").getRect().y);
        assertThat(page.toldAt(0.2)).contains("the lock is held by background for 40.0 ms, from 0 server waits");
        assertThat(page.toldAt(0.94)).contains("the lock is free, nobody awake for 8.00 ms, from 90.0 ms");
        page.screenshot("conversation");
    }

    @Test
    void theReadoutCoversNothing() throws IOException {
        openConversation();

        page.toldAt(0.2);

        Rectangle readout = page.find("readout").getRect();
        Rectangle chart = page.chart().getRect();
        assertThat(readout.y).isGreaterThanOrEqualTo(chart.y + chart.height);
        assertThat(page.find("keys").getRect().y).isGreaterThanOrEqualTo(readout.y + readout.height);
    }

    @ParameterizedTest
    @CsvSource({"index, server, background", "held, background, server", "waited, server, background"})
    void lanesStandInTheOrderThatWasAskedFor(String order, String first, String second) throws IOException {
        openConversation();

        page.all("#order option[value=" + order + "]").getFirst().click();

        assertThat(labels()).containsExactly(first, second);
    }

    @Test
    void alikeLanesAreFoldedAndCanBeOpened() throws IOException {
        page.open("many-sleepers", TraceFixture.queue(512), sleepers(511));
        assertThat(labels()).containsExactly("511 × sleeper", "task 511");
        assertThat(page.pixels("waiting")).isGreaterThan(1_000);
        assertThat(page.toldAt(0.5))
                .containsPattern("sleeper 25[56] holds the lock")
                .containsPattern("25\\d more: waits for the lock");
        page.screenshot("folded");

        page.all("#labels button").getFirst().sendKeys(Keys.ENTER);

        assertThat(page.all("#labels > div")).hasSize(513);
        WebElement fold = page.all("#labels button").getFirst();
        assertThat(fold.getAttribute("aria-expanded")).isEqualTo("true");
        assertThat(page.evaluate("document.activeElement.textContent")).isEqualTo("511 × sleeper");
        page.screenshot("unfolded");
        fold.sendKeys(Keys.ENTER);
        assertThat(labels()).hasSize(2);
    }

    /** The sums of a fold are those of its tasks, at whatever zoom. */
    @Test
    void aFoldShowsWhatItsTasksDo() throws IOException {
        page.open("sleepers", TraceFixture.queue(64), sleepers(64));

        Object differs = page.evaluate("""
                (() => {
                  const [one, many] = [new Float64Array(COLUMNS), new Float64Array(COLUMNS)];
                  for (let time = 0; time <= report.nanos; time += report.nanos / 97) {
                    folds[0].track.until(time, many);
                    for (const task of tasks) {
                      task.until(time, one);
                      one.forEach((sum, column) => { many[column] -= sum; });
                    }
                    many[ABSENT] = 0;
                    if (many.some(sum => Math.abs(sum) > 1)) {
                      return `${time}: ${many}`;
                    }
                  }
                  return 'nowhere';
                })()""");

        assertThat(differs).isEqualTo("nowhere");
    }

    @Test
    void itIsDrawnToTheEndWhenTheWindowGrows() throws IOException {
        page.resize(WIDE, 700);
        page.open("sixty-four", TraceFixture.queue(64), sleepers(64));
        page.all("#labels button").getFirst().click();
        page.awaitDrawing();
        double before = page.number("canvas.clientHeight");

        page.resize(WIDE, 1900);
        await().atMost(LockTracePage.PATIENCE).until(() -> page.number("canvas.clientHeight") > before + 300);
        page.awaitDrawing();

        assertThat(page.number("canvas.clientHeight")).isEqualTo(page.number("scroll.clientHeight"));
        assertThat(page.pixels("canvas", "waiting", 0.9))
                .as("in the lowest tenth")
                .isGreaterThan(1_000);
        page.screenshot("sixty-four-grown");
    }

    @Test
    void aWiderWindowHasMoreOfTheTimeline() throws IOException {
        page.resize(800, 700);
        openConversation();
        double before = page.number("canvas.clientWidth");

        page.resize(1600, 700);
        await().atMost(LockTracePage.PATIENCE).until(() -> page.number("canvas.clientWidth") > before + 600);
        page.awaitDrawing();

        assertThat(page.pixels("lock-lane", "who-1", 0)).isGreaterThan(1_000);
        assertThat(page.number("lockCanvas.clientWidth")).isEqualTo(page.number("canvas.clientWidth"));
    }

    @Test
    void theWaitsCanBeSorted() throws IOException {
        openConversation();
        List<String> lengths = page.texts("#waits tbody td:nth-child(2)");
        assertThat(lengths).containsExactly("42.0 ms", "11.0 ms", "10.0 ms", "6.00 ms");

        WebElement from = page.all("#waits thead button").get(2);
        from.click();
        assertThat(page.texts("#waits tbody td:nth-child(3)"))
                .containsExactly("80.000 ms", "70.000 ms", "40.000 ms", "0.000 ms");
        assertThat(page.all("#waits thead th").get(2).getAttribute("aria-sort")).isEqualTo("descending");
        from.sendKeys(Keys.ENTER);
        assertThat(page.texts("#waits tbody td:nth-child(3)"))
                .containsExactly("0.000 ms", "40.000 ms", "70.000 ms", "80.000 ms");
        page.all("#waits thead button").get(5).click();
        assertThat(page.texts("#waits tbody td:nth-child(6)")).isSorted();
        assertThat(page.all("#waits [aria-sort]")).hasSize(1);
    }

    @Test
    void theAddressLeadsToMoment() throws IOException {
        page.write("linked", TraceFixture.conversation(), ROLES);

        page.open("linked", "#at=45000000&from=40000000&to=60000000");

        assertThat(page.from()).isCloseTo(40 * MILLIS, within(1.0));
        assertThat(page.to()).isCloseTo(60 * MILLIS, within(1.0));
        assertThat(page.readout()).startsWith("at 45.00 ms").contains("the lock is held by server");
    }

    @ParameterizedTest
    @CsvSource({"#at=nonsense", "#from=7", "#from=9&to=3", "#timeline-heading", "#at=999999999999999"})
    void anAddressThatMakesNoSenseIsTheWholeRun(String fragment) throws IOException {
        page.write("nonsense", TraceFixture.conversation(), ROLES);

        page.open("nonsense", fragment);

        assertThat(page.span()).isCloseTo(100 * MILLIS, within(1.0));
    }

    @Test
    void whatWasChosenIsInTheAddressAndBackLeadsBack() throws IOException {
        openConversation();
        page.press("+");
        await().atMost(LockTracePage.PATIENCE).until(() -> page.address().contains("from=25000000&to=75000000"));

        page.all("#waits a").getFirst().sendKeys(Keys.ENTER);
        await().atMost(LockTracePage.PATIENCE).until(() -> page.span() > 54 * MILLIS);
        assertThat(page.readout()).contains("server waits for the lock for 42.0 ms");
        assertThat(page.all("#waits tr.chosen")).hasSize(1);

        page.back();
        await().atMost(LockTracePage.PATIENCE).until(() -> page.span() < 51 * MILLIS);
        assertThat(page.from()).isCloseTo(25 * MILLIS, within(1.0));
        assertThat(page.find("readout").isDisplayed()).isFalse();
        assertThat(page.all("#waits tr.chosen")).isEmpty();
    }

    @Test
    void aClickKeepsTheMoment() throws IOException {
        openConversation();
        WebElement canvas = page.find("canvas");

        page.mouse().moveToElement(canvas).click().perform();
        await().atMost(LockTracePage.PATIENCE).until(() -> page.address().matches(".*#at=\\d+"));
        String kept = page.readout();
        assertThat(page.toldAt(0.1)).isNotEqualTo(kept);
        page.mouse().moveToElement(page.find("title")).perform();

        assertThat(page.readout()).isEqualTo(kept);
        page.press(Keys.ESCAPE);
        assertThat(page.find("readout").isDisplayed()).isFalse();
        await().atMost(LockTracePage.PATIENCE).until(() -> !page.address().contains("#"));
    }

    @Test
    void aWaitOfFoldedTaskUnfoldsIt() throws IOException {
        page.open("folded", TraceFixture.queue(64), sleepers(64));
        assertThat(labels()).hasSize(1);

        page.all("#waits a").getFirst().click();

        await().atMost(LockTracePage.PATIENCE).until(() -> labels().size() == 65);
        double top = page.number("rows.findIndex(row => row.task === 63) * rowHeight");
        assertThat(page.number("scroll.scrollTop")).isBetween(top - page.number("scroll.clientHeight"), top);
    }

    @Test
    void withoutScriptingTheVerdictAndTheTablesAreThere() throws IOException {
        page.write("unscripted", TraceFixture.conversation(), ROLES);
        page.openWithoutScripting("unscripted");
        try {
            assertThat(page.find("verdict").getText()).startsWith("server waited 53.0 % of the run for the lock");
            assertThat(page.find("lock").getText()).contains("held by background 76.0 % 76.0 ms");
            assertThat(page.find("matrix").getText()).contains("50.0 ms 94.3 %");
            assertThat(page.find("tasks").getText()).contains("background");
            assertThat(page.find("waits").getText()).contains("42.0 ms");
            assertThat(page.find("facts").getText()).contains("none dropped");
            assertThat(page.find("drawn").isDisplayed()).isFalse();
            assertThat(page.find("bar").isDisplayed()).isTrue();
            page.screenshot("unscripted");
        } finally {
            page.allowScripting();
        }
    }

    @ParameterizedTest
    @CsvSource({"light", "dark"})
    void itFitsNarrowScreens(String scheme) throws IOException {
        page.emulate("", scheme);
        page.resize(500, 2600);
        openConversation();

        assertThat(page.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(500);
        assertThat(page.number("canvas.clientWidth")).isGreaterThan(250);
        page.screenshot("narrow-" + scheme);
    }

    @Test
    void itFitsPaper() throws IOException {
        page.emulate("", "dark");
        openConversation();

        page.emulate("print", "dark");
        await().atMost(LockTracePage.PATIENCE).until(() -> page.number("canvas.clientWidth") < 680);
        page.awaitDrawing();

        assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(page.pixels("lock-lane", "who-1", 0)).isGreaterThan(1_000);
        assertThat(page.number("Math.max(...[...document.querySelectorAll('table')].map(table =>"
                        + " table.getBoundingClientRect().right))"))
                .isLessThanOrEqualTo(page.number("document.body.getBoundingClientRect().right") + 1);
        page.screenshot("paper");
    }

    @Test
    void namesFromOutsideAreText() throws IOException {
        String markup = "<img src=x onerror=alert(1)>";
        page.open("hostile", TraceFixture.conversation(), markup, "x".repeat(10_000));

        assertThat(page.texts("#labels b").getFirst()).isEqualTo(markup);
        assertThat(page.toldAt(0.2)).contains(markup + " waits for the lock");
        assertThat(Stream.of("lock", "matrix", "waits", "tasks").map(page::find).map(WebElement::getText))
                .allSatisfy(text -> assertThat(text).contains(markup).contains("xxxx..."));
        assertThat(page.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(WIDE);
        page.screenshot("hostile");
    }
}
