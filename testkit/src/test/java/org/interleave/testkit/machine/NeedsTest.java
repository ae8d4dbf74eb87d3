package org.interleave.testkit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Tests that need something, on a machine that lacks it. */
class NeedsTest {

    private static final String REASON =
            "This machine lacks a browser: install chromium and chromium-driver; This machine lacks root: run as root";

    private static Events run(Class<?> tests, String missing, boolean strict) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter(NeedsCondition.MISSING, missing)
                .configurationParameter(NeedsCondition.STRICT, Boolean.toString(strict))
                .execute()
                .allEvents();
    }

    @Test
    void aTestIsSkippedWithTheReasons() {
        Events events = run(OneTest.class, "BROWSER, ROOT", false);

        assertThat(events.skipped().list())
                .singleElement()
                .extracting(event -> event.getRequiredPayload(String.class))
                .isEqualTo(REASON);
        assertThat(started(events)).containsExactly("needsNothing()");
    }

    @Test
    void allTestsOfAClassAreSkippedWithTheReasons() {
        Events events = run(AllTests.class, "BROWSER,ROOT", false);

        assertThat(events.skipped().list())
                .singleElement()
                .extracting(event -> event.getRequiredPayload(String.class))
                .isEqualTo(REASON);
        assertThat(started(events)).isEmpty();
    }

    @Test
    void whereNothingMayBeSkippedTheyFail() {
        assertThat(failure(run(OneTest.class, "ROOT,BROWSER", true))).contains(REASON, "with CI=true");
        assertThat(failure(run(AllTests.class, "BROWSER,ROOT", true))).contains(REASON, "with CI=true");
    }

    @Test
    void aSubclassNeedsWhatItsSuperclassNeeds() {
        assertThat(failure(run(MoreTests.class, "BROWSER,ROOT", true))).contains(REASON);
    }

    private static String failure(Events events) {
        return events.failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .map(thrown -> thrown + ": " + thrown.getCause())
                        .orElseThrow())
                .reduce((one, other) -> {
                    throw new AssertionError(one + " and " + other);
                })
                .orElseThrow();
    }

    private static Iterable<String> started(Events events) {
        return events.started()
                .filter(event -> event.getTestDescriptor().isTest())
                .map((Event event) -> event.getTestDescriptor().getDisplayName())
                .toList();
    }

    /** Run only by these tests, as are those below. */
    static class OneTest {

        @Test
        @Needs({Resource.BROWSER, Resource.ROOT})
        void needsTwo() {}

        @Test
        void needsNothing() {}
    }

    @Needs({Resource.BROWSER, Resource.ROOT})
    static class AllTests {

        @Test
        void oneTest() {}
    }

    static class MoreTests extends AllTests {}
}
