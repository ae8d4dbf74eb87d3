package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.interleave.core.catalog.Catalog;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.interleave.workbench.page.LockedReport;
import org.interleave.workbench.page.ReportPage;
import org.interleave.workbench.page.SuiteReport;
import org.interleave.workbench.report.Report;
import org.interleave.workbench.report.WholeFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/**
 * The page of a report in a real browser without a network: every chart is drawn, views, baselines and sorting change what
 * they are to change, all of it by keys too, and without scripting it still shows what it has.
 */
@Needs(Resource.BROWSER)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ReportPageInBrowserTest {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String FIGURE = "#figure-1 ";
    private static final int SHOWN = 700;

    private final Path directory;
    private final Browser browser;

    ReportPageInBrowserTest(@TempDir Path directory) {
        this.directory = directory;
        browser = new Browser(directory.resolve("profile"));
    }

    @BeforeAll
    void write() throws IOException {
        Files.createDirectories(SCREENSHOTS);
        write("suite", SuiteReport.suite());
        write("sweep", SuiteReport.sweep());
        write("locked", LockedReport.locked());
        write("hostile", SuiteReport.saying("</script><script>alert(1)</script>\u0007" + "x".repeat(10_000)));
    }

    private void write(String name, Report report) throws IOException {
        Catalog catalog = Catalog.load(ReportPageInBrowserTest.class.getClassLoader());
        WholeFile.replace(directory.resolve(name + ".html"), out -> ReportPage.write(List.of(report), catalog, out));
    }

    @AfterAll
    void closeBrowser() {
        browser.close();
    }

    @AfterEach
    void nothingWasComplainedOf() {
        show(1280);
        browser.driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "", "features", List.of()));
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        assertThat(browser.complaints()).isEmpty();
    }

    private void open(String name) {
        browser.open(directory.resolve(name + ".html").toUri());
    }

    private void show(int width) {
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", SHOWN, "deviceScaleFactor", 1, "mobile", false));
    }

    private void emulate(String media, String scheme) {
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of(
                                "media",
                                media,
                                "features",
                                List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private WebElement find(String selector) {
        return browser.driver().findElement(By.cssSelector(selector));
    }

    private List<WebElement> all(String selector) {
        return browser.driver().findElements(By.cssSelector(selector));
    }

    private long number(String expression) {
        return ((Number) browser.evaluate(expression)).longValue();
    }

    private String markup(String selector) {
        return (String) browser.evaluate("document.querySelector('" + selector + "').outerHTML");
    }

    /** The whole page, not only what fits the window. */
    private void screenshot(String name) throws IOException {
        int height = (int) Math.min(8_000, number("document.documentElement.scrollHeight"));
        int width = (int) number("window.innerWidth");
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        Files.write(
                SCREENSHOTS.resolve("report-" + name + ".png"), browser.driver().getScreenshotAs(OutputType.BYTES));
        show(width);
    }

    @ParameterizedTest
    @ValueSource(strings = {"suite", "sweep"})
    void everyChartIsDrawn(String name) {
        open(name);

        long views = number("document.querySelectorAll('.views > .view').length");
        long drawn = number("""
                [...document.querySelectorAll('.views > input')].filter((input) => {
                  input.click();
                  const view = input.nextElementSibling.nextElementSibling;
                  const marks = view.querySelectorAll('.mean, .quantile, .column, .curve');
                  const plots = [...view.querySelectorAll('.plot, .plane')];
                  return view.getBoundingClientRect().height > 40 && marks.length > 0
                      && [...marks].every((mark) => mark.getBoundingClientRect().width > 0)
                      && plots.every((plot) => plot.getBoundingClientRect().width > 100);
                }).length""");
        assertThat(drawn).isEqualTo(views).isGreaterThan(1);
        assertThat(number("document.querySelectorAll('.provenance .plane .fork').length"))
                .isGreaterThan(2);
    }

    @Test
    void oneViewIsSeenAtATimeAndKeysChangeIt() {
        open("suite");
        assertThat(visibleView()).isEqualTo("wall time");

        browser.driver().executeScript("document.querySelector('" + FIGURE + "input:checked').focus()");
        new Actions(browser.driver()).sendKeys(Keys.ARROW_RIGHT).perform();

        assertThat(visibleView()).isEqualTo("CPU time");
        all(FIGURE + "> label").getLast().click();
        assertThat(visibleView()).isEqualTo("use of each processor");
    }

    private String visibleView() {
        List<String> visible = all(FIGURE + "> .view").stream()
                .filter(WebElement::isDisplayed)
                .map(view -> String.valueOf(view.getAttribute("aria-label")))
                .toList();
        assertThat(visible).hasSize(1);
        return visible.getFirst();
    }

    @Test
    void anotherBaselineIsChosenInEveryChartThatHasItAndBackAgain() {
        open("suite");
        String before = markup("#figure-1 .view .chart .lines");
        assertThat(value("sequential")).contains("1×, the baseline");

        choose("threads");

        assertThat(value("threads")).contains("1×, the baseline").doesNotContain("[");
        assertThat(value("sequential")).containsPattern("ms [12]\\.\\d\\d× \\[[12]\\.\\d\\d, 2\\.\\d\\d]");
        assertThat(value("virtual-threads")).endsWith("≈ tied");
        assertThat(browser.evaluate(
                        "document.querySelector('" + FIGURE + ".view:nth-of-type(1) thead .ratio').textContent"))
                .as("though its table is closed")
                .isEqualTo("× threads");
        assertThat(find("#figure-2 .base").getText()).isEqualTo("threads");
        assertThat(selected("4")).as("of echo, which sequential did not run").isEqualTo("threads");

        choose("sequential");

        assertThat(rounded(markup("#figure-1 .view .chart .lines"))).isEqualTo(rounded(before));
        assertThat(selected("4")).as("it stays as it was").isEqualTo("threads");
    }

    private void choose(String baseline) {
        browser.driver().executeScript("""
                        const select = document.querySelector('select[data-figure="1"]');
                        select.value = [...select.options].find((option) => option.text === arguments[0]).value;
                        select.dispatchEvent(new Event('change'));""", baseline);
    }

    private String selected(String figure) {
        return find("select[data-figure='" + figure + "'] option:checked").getText();
    }

    private String value(String contender) {
        return all(FIGURE + ".view:nth-of-type(1) .line").stream()
                .filter(line -> line.findElement(By.className("name")).getText().startsWith(contender))
                .findFirst()
                .orElseThrow()
                .findElement(By.className("value"))
                .getText();
    }

    /** What the script draws and what the program drew differ in how numbers are written, and by no more than a hundredth. */
    private static String rounded(String markup) {
        return markup.replaceAll("(\\d+)\\.(\\d)\\d*%", "$1.$2%").replaceAll(" (class|xmlns)=\"[^\"]*\"", "");
    }

    @Test
    void tablesAreSortedByTheirHeadings() {
        open("suite");
        find(FIGURE + ".view summary").click();
        WebElement table = find(FIGURE + ".view table");
        WebElement wall = table.findElement(By.cssSelector("thead th:nth-child(2)"));

        wall.findElement(By.tagName("button")).sendKeys(Keys.ENTER);
        assertThat(wall.getAttribute("aria-sort")).isEqualTo("ascending");
        assertThat(firstOf(table)).containsAnyOf("threads");
        wall.findElement(By.tagName("button")).click();
        assertThat(wall.getAttribute("aria-sort")).isEqualTo("descending");
        assertThat(firstOf(table)).isEqualTo("akka");
        table.findElement(By.cssSelector("thead th button")).click();
        assertThat(firstOf(table)).as("by name").isEqualTo("akka");
        assertThat(wall.getAttribute("aria-sort")).isNull();
    }

    private static String firstOf(WebElement table) {
        return table.findElement(By.cssSelector("tbody th")).getText();
    }

    @Test
    void linesAreReadByPointerAndByKeys() {
        open("suite");
        WebElement line = find(FIGURE + ".view .line");

        new Actions(browser.driver()).moveToElement(line).perform();
        String read = find(FIGURE + ".view .readout").getText();
        assertThat(read)
                .startsWith(line.findElement(By.className("name")).getText())
                .contains("95 % interval [", "forks, the mean of each");

        find(FIGURE + ".view .lines").sendKeys(Keys.ARROW_DOWN);
        assertThat(find(FIGURE + ".view .readout").getText()).isNotEmpty().isNotEqualTo(read);
        find(FIGURE + ".view .lines").sendKeys(Keys.ESCAPE);
        assertThat(find(FIGURE + ".view .readout").getText()).isEmpty();
    }

    @Test
    void withoutScriptingItShowsAllThatItHas() throws IOException {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        open("suite");

        assertThat(find(FIGURE + ".view .mean").isDisplayed()).isTrue();
        assertThat(all("select").stream().filter(WebElement::isDisplayed)).isEmpty();
        all(FIGURE + "> label").get(1).click();
        assertThat(visibleView()).isEqualTo("CPU time");
        find(FIGURE + "> .view:nth-of-type(2) summary").click();
        assertThat(find(FIGURE + "> .view:nth-of-type(2) table").isDisplayed()).isTrue();
        assertThat(find(".answer").getText()).contains("Fastest by wall time is");
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }

    @ParameterizedTest
    @CsvSource({
        "suite, 1280, screen, light",
        "suite, 1280, screen, dark",
        "suite, 500, screen, light",
        "suite, 500, screen, dark",
        "suite, 1000, print, dark",
        "sweep, 1280, screen, light",
        "locked, 1280, screen, light",
        "locked, 1280, screen, dark",
        "locked, 500, screen, light",
        "locked, 500, screen, dark",
        "locked, 1000, print, light",
        "hostile, 500, screen, light",
    })
    void nothingIsWiderThanTheWindow(String name, int width, String media, String scheme) throws IOException {
        show(width);
        emulate(media, scheme);
        open(name);

        assertThat(number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        String paper = (String) browser.evaluate("getComputedStyle(document.body).backgroundColor");
        boolean dark = scheme.equals("dark") && media.equals("screen");
        assertThat(paper).isEqualTo(dark ? "rgb(20, 24, 29)" : "rgb(255, 255, 255)");
        screenshot(name + "-" + width + "-" + media + "-" + scheme);
    }

    /** Colours that differ, on what stands for a lock that is free. */
    @Test
    void whoHeldTheLockIsSeenWithoutScripting() {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        open("locked");

        assertThat(all(".lane"))
                .hasSize(2)
                .allSatisfy(lane -> assertThat(lane.isDisplayed()).isTrue());
        assertThat(all(".lane g rect")).allSatisfy(span -> {
            assertThat(span.getSize().getHeight()).isPositive();
            assertThat(span.getCssValue("fill"))
                    .isNotEqualTo(find(".lane .free").getCssValue("fill"));
        });
        assertThat(all(".view .legend .sample rect").stream()
                        .map(sample -> sample.getCssValue("fill"))
                        .distinct())
                .as("six tasks, others, and free")
                .hasSize(8);
    }

    @Test
    void textFromElsewhereIsText() {
        open("hostile");

        assertThat(find("h1").getText())
                .startsWith("</script><script>alert(1)</script>\\u0007xxx")
                .endsWith("...");
        assertThat(number("document.scripts.length")).isEqualTo(2);
    }
}
