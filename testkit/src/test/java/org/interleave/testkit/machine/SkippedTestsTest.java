package org.interleave.testkit.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkippedTestsTest {

    @TempDir
    private Path build = Path.of("");

    @BeforeEach
    void lay() throws IOException {
        Files.createDirectories(build.resolve("docs/target"));
        Files.createFile(build.resolve("pom.xml"));
    }

    private void report(String module, String test, String... messages) throws IOException {
        Path reports = Files.createDirectories(build.resolve(module).resolve("target/surefire-reports"));
        StringBuilder cases = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite>\n")
                .append("<testcase name=\"passes\" classname=\"")
                .append(test)
                .append("\"/>\n");
        for (String message : messages) {
            cases.append("<testcase name=\"skipped\" classname=\"%s\"><skipped message=\"%s\"/></testcase>%n"
                    .formatted(test, message));
        }
        Files.writeString(reports.resolve("TEST-" + test + ".xml"), cases.append("</testsuite>\n"));
        Files.writeString(reports.resolve(test + ".txt"), "not XML");
    }

    @Test
    void eachReasonStandsOnceAboveTheClassesOfAllModules() throws IOException {
        report("one", "a.PageTest", Resource.BROWSER.reason(), Resource.BROWSER.reason());
        report("two", "b.KernelTest", Resource.C_COMPILER.reason());
        report("two", "b.ImageTest", Resource.BROWSER.reason());

        assertThat(SkippedTests.list(build))
                .containsExactly(
                        "This machine lacks a C compiler: install gcc and libc6-dev. Skipped:",
                        "    b.KernelTest",
                        "This machine lacks a browser: install chromium and chromium-driver. Skipped:",
                        "    a.PageTest",
                        "    b.ImageTest");
    }

    @Test
    void whatIsSkippedForAnotherReasonIsNotListed() throws IOException {
        report("one", "a.ContractTest", "netty has no isolation");

        assertThat(SkippedTests.list(build)).isEmpty();
    }
}
