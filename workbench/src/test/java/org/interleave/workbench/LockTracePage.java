package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interleave.workbench.report.WholeFile;
import org.interleave.workbench.trace.HtmlTrace;
import org.interleave.workbench.trace.Timeline;
import org.interleave.workbench.trace.TraceFixture;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** Pages of lock traces in a browser, one at a time. */
final class LockTracePage implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final Path directory;
    private final Browser browser;

    LockTracePage(Path directory) {
        this.directory = directory;
        browser = new Browser(directory.resolve("profile"));
    }

    /** Has the program trace a workload. */
    void trace(String name, String... workloadAndOptions) {
        String[] command = new String[workloadAndOptions.length + 3];
        command[0] = "trace";
        System.arraycopy(workloadAndOptions, 0, command, 1, workloadAndOptions.length);
        command[command.length - 2] = "--out";
        command[command.length - 1] = file(name).toString();
        assertThat(Main.commandLine().execute(command)).isEqualTo(Main.DONE);
    }

    private Path file(String name) {
        return directory.resolve(name + ".html");
    }

    void open(String name) {
        open(name, "");
    }

    /** Opens it where a fragment leads to. */
    void open(String name, String fragment) {
        browser.open(URI.create(file(name).toUri() + fragment));
        await().atMost(PATIENCE).until(() -> "true".equals(chart().getAttribute("data-ready")));
        awaitDrawing();
    }

    /** Writes a page that shows a run that a test made up, and opens it. */
    void open(String name, Timeline timeline, String... roles) throws IOException {
        write(name, timeline, roles);
        open(name);
    }

    void write(String name, Timeline timeline, String... roles) throws IOException {
        WholeFile.replace(
                file(name), out -> HtmlTrace.write(TraceFixture.report("countdown", timeline, List.of(roles)), out));
    }

    /** Opens a page in a browser that runs no scripts. */
    void openWithoutScripting(String name) {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        browser.open(file(name).toUri());
    }

    void allowScripting() {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }

    /** What is to be drawn is drawn in the next frame. */
    void awaitDrawing() {
        browser.driver()
                .executeAsyncScript(
                        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))");
    }

    WebElement find(String id) {
        return browser.driver().findElement(By.id(id));
    }

    List<WebElement> all(String selector) {
        return browser.driver().findElements(By.cssSelector(selector));
    }

    List<String> texts(String selector) {
        return all(selector).stream().map(WebElement::getText).toList();
    }

    WebElement chart() {
        return find("chart");
    }

    double from() {
        return Double.parseDouble(Objects.requireNonNull(chart().getAttribute("data-from")));
    }

    double to() {
        return Double.parseDouble(Objects.requireNonNull(chart().getAttribute("data-to")));
    }

    double span() {
        return to() - from();
    }

    Actions mouse() {
        return new Actions(browser.driver());
    }

    void press(CharSequence... keys) {
        chart().sendKeys(keys);
        awaitDrawing();
    }

    Object evaluate(String expression) {
        return browser.evaluate(expression);
    }

    double number(String expression) {
        return ((Number) evaluate(expression)).doubleValue();
    }

    /** Also what is meant for the ear only. */
    String text(String id) {
        return (String) evaluate("document.getElementById('" + id + "').textContent");
    }

    /** How many pixels of the tasks' lanes have exactly the colour that the legend gives a state. */
    long pixels(String state) {
        return pixels("canvas", state, 0);
    }

    /** The same of any canvas, below a part of its height. */
    long pixels(String canvas, String state, double below) {
        return (long) number("""
                (() => {
                  const probe = document.createElement('span');
                  probe.className = 'swatch %s';
                  document.body.append(probe);
                  const [r, g, b] = getComputedStyle(probe).backgroundColor.match(/\\d+/g).map(Number);
                  probe.remove();
                  const canvas = document.getElementById('%s');
                  const copy = Object.assign(document.createElement('canvas'), {width: canvas.width, height: canvas.height});
                  const context = copy.getContext('2d', {willReadFrequently: true});
                  context.drawImage(canvas, 0, 0);
                  const top = Math.floor(canvas.height * %s);
                  const data = context.getImageData(0, top, canvas.width, canvas.height - top).data;
                  let count = 0;
                  for (let i = 0; i < data.length; i += 4) {
                    count += data[i] === r && data[i + 1] === g && data[i + 2] === b;
                  }
                  return count;
                })()""".formatted(state, canvas, below));
    }

    /** What hovering tells where a share of the time that is shown lies to the left. */
    String toldAt(double share) {
        WebElement canvas = find("canvas");
        int fromMiddle = (int) Math.round((share - 0.5) * canvas.getSize().width);
        mouse().moveToElement(canvas, fromMiddle, 0).perform();
        return readout();
    }

    /** What the cursor tells, in one line. */
    String readout() {
        return find("readout").getText().replace('\n', ' ');
    }

    /** Gives the window another size, until {@link #defaults}. */
    void resize(int width, int height) {
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Has the page believe that it is on paper, or on a light or a dark screen. */
    void emulate(String medium, String scheme) {
        browser.driver()
                .executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of(
                                "media",
                                medium,
                                "features",
                                List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** A window of the usual size on a light screen. */
    void defaults() {
        emulate("", "light");
        browser.driver().executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    String address() {
        return Objects.requireNonNull(browser.driver().getCurrentUrl());
    }

    void back() {
        browser.driver().navigate().back();
    }

    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), browser.driver().getScreenshotAs(OutputType.BYTES));
    }

    /** What the browser has complained of since it was last asked. */
    List<String> complaints() {
        return browser.complaints();
    }

    @Override
    public void close() {
        browser.close();
    }
}
