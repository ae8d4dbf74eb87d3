package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
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
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.WheelInput.ScrollOrigin;

/**
 * The page that the program writes, in a real browser: it draws, tells, zooms and moves, by mouse and by keys, and the
 * browser complains of nothing.
 */
@Needs(Resource.BROWSER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class LockTracePageTest {

    private static final int CPU_COLOURS = 8;
    private static final int MANY_EVENTS = 2_000_000;
    private static final long SEED = 20_261_121;

    private final LockTracePage page;

    LockTracePageTest(@TempDir Path directory) {
        page = new LockTracePage(directory);
    }

    @BeforeAll
    void trace() {
        page.trace("giant-lock-tick", "countdown", "--strategy", "giant-lock-tick");
        page.trace("giant-lock-timed", "countdown", "--strategy", "giant-lock-timed");
    }

    @AfterAll
    void closeBrowser() {
        page.close();
    }

    @AfterEach
    void nothingWasComplainedOf() {
        assertThat(page.complaints()).isEmpty();
    }

    /** Those that show who holds the lock, on whichever processor. */
    private long holdingPixels() {
        return page.pixels("holding")
                + IntStream.range(0, CPU_COLOURS)
                        .mapToLong(cpu -> page.pixels("cpu-" + cpu))
                        .sum();
    }

    @Test
    void theTickLockIsDrawnAndTheTitleSaysWhatItIs() throws IOException {
        page.open("giant-lock-tick");

        assertThat(page.find("title").getText()).isEqualTo("countdown under giant-lock-tick");
        assertThat(page.find("facts").getText())
                .contains("interleave trace countdown --strategy giant-lock-tick")
                .contains("count=3M", "check-interval=100", "none dropped", "pairs of runs");
        assertThat(holdingPixels()).isGreaterThan(1_000);
        page.screenshot("tick-whole-run");
        for (int i = 0; i < 9; i++) {
            page.press("+");
        }
        assertThat(holdingPixels() + page.pixels("taking") + page.pixels("waiting"))
                .isGreaterThan(1_000);
        page.screenshot("tick-zoomed-in");
    }

    @Test
    void theTimedLockShowsWhoHoldsAndWhoWaits() throws IOException {
        page.open("giant-lock-timed");

        assertThat(holdingPixels()).isGreaterThan(5_000);
        assertThat(page.pixels("waiting")).isGreaterThan(5_000);
        assertThat(page.find("legend").getText())
                .contains("holds the lock", "waits for the lock", "is forced to drop it");
        assertThat(page.find("labels").getText()).contains("counter 0", "counter 1", "held", "waited");
        page.screenshot("timed-whole-run");
    }

    @Test
    void hoveringTellsWhatEveryTaskDoesAtThatTime() throws IOException {
        page.open("giant-lock-timed");

        page.mouse().moveToElement(page.find("canvas"), 0, 0).perform();

        assertThat(page.find("readout").getText())
                .startsWith("at ")
                .containsPattern("counter 0 (holds|waits|wants|has)")
                .containsPattern("counter 1 (holds|waits|wants|has)")
                .containsPattern("on CPU \\d+")
                .containsPattern("for [\\d.]+ [mµn]?s");
        assertThat(page.find("cursor").isDisplayed()).isTrue();
        page.screenshot("timed-hover");
    }

    @Test
    void theWheelZoomsWhereTheMouseIs() {
        page.open("giant-lock-timed");
        double whole = page.span();
        WebElement canvas = page.find("canvas");
        double left = page.from() + whole / 4;

        page.mouse()
                .scrollFromOrigin(ScrollOrigin.fromElement(canvas, -canvas.getSize().width / 4, 0), 0, -480)
                .perform();
        page.awaitDrawing();

        assertThat(page.span()).isCloseTo(whole / 4, within(whole / 100));
        assertThat(left).as("what the mouse is on stays there").isBetween(page.from(), page.to());
        assertThat((left - page.from()) / page.span()).isCloseTo(0.25, within(0.02));
    }

    @Test
    void draggingMovesTheTimeline() {
        page.open("giant-lock-timed");
        page.press("+");
        double span = page.span();
        double before = page.from();
        WebElement canvas = page.find("canvas");

        page.mouse()
                .moveToElement(canvas)
                .clickAndHold()
                .moveByOffset(-canvas.getSize().width / 4, 0)
                .release()
                .perform();
        page.awaitDrawing();

        assertThat(page.span()).isCloseTo(span, within(1.0));
        assertThat(page.from() - before).isCloseTo(span / 4, within(span / 50));
    }

    @Test
    void everythingCanBeDoneByKeys() {
        page.open("giant-lock-timed");
        double whole = page.span();

        page.press("++");
        assertThat(page.span()).isCloseTo(whole / 4, within(1.0));
        double before = page.from();
        page.press(Keys.ARROW_RIGHT);
        assertThat(page.from()).isCloseTo(before + whole / 40, within(1.0));
        page.press(Keys.ARROW_LEFT, "-");
        assertThat(page.span()).isCloseTo(whole / 2, within(1.0));
        page.press(Keys.HOME);
        assertThat(page.span()).isCloseTo(whole, within(1.0));

        page.press(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
        String there = page.text("live");
        assertThat(there).startsWith("At ").contains("counter 0 ", "counter 1 ");
        // Events of a forced switch may follow each other too fast to be told apart by what is said of them.
        int steps = 0;
        do {
            page.press(Keys.chord(Keys.SHIFT, Keys.ARROW_RIGHT));
            steps++;
        } while (page.text("live").equals(there) && steps < 10);
        assertThat(page.text("live")).startsWith("At ").isNotEqualTo(there);
        for (; steps > 0; steps--) {
            page.press(Keys.chord(Keys.SHIFT, Keys.ARROW_LEFT));
        }
        assertThat(page.text("live")).isEqualTo(there);
        page.press(Keys.ESCAPE);
        assertThat(page.find("readout").isDisplayed()).isFalse();
    }

    @Test
    void choosingWaitShowsIt() throws IOException {
        page.open("giant-lock-timed");
        double whole = page.span();
        WebElement row = page.all("#waits tbody tr").getFirst();

        row.findElement(By.tagName("a")).sendKeys(Keys.ENTER);
        await().atMost(LockTracePage.PATIENCE).until(() -> page.find("readout").isDisplayed());
        page.awaitDrawing();

        assertThat(row.getText()).containsPattern("counter [01].* ms");
        double wait = page.number("Number(document.querySelector('#waits tbody td').dataset.value)");
        // A link tells whole nanoseconds, on both sides of the wait.
        assertThat(page.span()).isCloseTo(Math.min(1.6 * wait, whole), within(2.0));
        assertThat(page.readout()).contains(row.getText().substring(0, 9) + " waits for the lock");
        page.screenshot("timed-longest-wait");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoom-in", "zoom-out", "reset"})
    void theButtonsDoWhatTheKeysDo(String button) {
        page.open("giant-lock-timed");
        double whole = page.span();
        page.press("++");

        page.find(button).click();

        double expected =
                switch (button) {
                    case "zoom-in" -> whole / 8;
                    case "zoom-out" -> whole / 2;
                    default -> whole;
                };
        assertThat(page.span()).isCloseTo(expected, within(1.0));
    }

    @Test
    void manyEventsAreDrawnAsSharesAndRefinedOnZooming() throws IOException {
        page.open("many", TraceFixture.battle(MANY_EVENTS, SEED));
        assertThat(page.find("facts").getText()).contains("recorded");
        assertThat(page.pixels("cpu-0")).isGreaterThan(5_000);
        assertThat(page.pixels("cpu-1")).isGreaterThan(5_000);
        assertThat(holdingPixels()).isGreaterThan(5_000);
        assertThat(page.pixels("waiting")).isGreaterThan(5_000);
        page.screenshot("many-whole-run");

        page.press("+".repeat(17));

        assertThat(page.span()).isLessThan(100_000);
        assertThat(holdingPixels()).isGreaterThan(5_000);
        page.screenshot("many-zoomed-in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void aHoldHasTheColourOfTheProcessor(String scheme) throws IOException {
        page.emulate("", scheme);
        try {
            page.open("two-processors", TraceFixture.twoProcessors());

            double band = (page.pixels("cpu-0") + page.pixels("cpu-1")) / 0.8;
            assertThat((double) page.pixels("cpu-0")).as("50 of 100 ms").isCloseTo(0.5 * band, within(0.05 * band));
            assertThat((double) page.pixels("cpu-1")).as("30 of 100 ms").isCloseTo(0.3 * band, within(0.05 * band));
            assertThat(page.pixels("holding")).as("no processor is unknown").isZero();
            assertThat(page.find("legend").getText()).contains("holds the lock on CPU 0\nCPU 1\nwaits for the lock");
            assertThat(page.find("colours").getText()).contains("has the colour of the processor");
            page.screenshot("two-processors-" + scheme);
        } finally {
            page.defaults();
        }
    }

    @Test
    void theProcessorIsToldInWords() throws IOException {
        page.open("two-processors", TraceFixture.twoProcessors());

        assertThat(page.toldAt(0.2))
                .contains("task 0 holds the lock on CPU 0 for 40.0 ms, from 0, let go of on CPU 1 ")
                .endsWith("task 1 waits for the lock for 40.0 ms, from 0, last ran on CPU 1");
        assertThat(page.toldAt(0.5))
                .contains("task 0 waits for the lock for 40.0 ms, from 40.0 ms, last ran on CPU 1 ")
                .endsWith("task 1 holds the lock on CPU 1 for 20.0 ms, from 40.0 ms");
        assertThat(page.find("waits").getText()).contains("task 0 (CPU 0) 100.0 %", "task 1 (CPU 1) 50.0 %");
        assertThat(page.find("facts").getText()).contains("CPU 0 62.5 %, CPU 1 37.5 % of the time");
        page.press(Keys.chord(Keys.SHIFT, Keys.ARROW_LEFT));
        assertThat(page.text("live")).contains("task 1 holds the lock on CPU 1");
    }

    @Test
    void processorsBeyondTheColoursShareOneAndAreToldByTheirNumbers() throws IOException {
        page.open("many-processors", TraceFixture.manyProcessors(12));

        assertThat(page.find("legend").getText())
                .contains("holds the lock on CPU 0\nCPU 6\nCPU 7\nCPU 8\nCPU 9\nCPU 10\nCPU 11\nother CPUs\n");
        for (int cpu = 0; cpu < CPU_COLOURS; cpu++) {
            assertThat(page.pixels("cpu-" + cpu)).as("colour " + cpu).isGreaterThan(200);
        }
        assertThat(page.toldAt(0.09)).contains("task 0 holds the lock on CPU 3 for 3.00 ms");
        page.screenshot("many-processors");
    }

    @Test
    void whereProcessorsAreNotKnownThePageSaysSo() throws IOException {
        page.open("unknown-processor", TraceFixture.unknownProcessor());

        assertThat(page.pixels("holding")).isGreaterThan(5_000);
        assertThat(holdingPixels()).isEqualTo(page.pixels("holding"));
        assertThat(page.find("legend").getText()).startsWith("holds the lock\n").doesNotContain("CPU");
        assertThat(page.find("colours").getText()).startsWith("On which processor a task ran is not known: ");
        assertThat(page.toldAt(0.5))
                .contains("task 0 holds the lock for 89.0 ms")
                .doesNotContain("CPU");
        page.screenshot("unknown-processor");
    }
}
