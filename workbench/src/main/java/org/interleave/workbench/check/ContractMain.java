package org.interleave.workbench.check;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Printable;
import org.interleave.core.StrategyException;
import org.interleave.core.ThrownText;
import org.interleave.core.catalog.Catalog;
import org.interleave.nativecode.KernelListing;
import org.interleave.testkit.Checks;
import org.interleave.testkit.ChecksExperiment;
import org.interleave.testkit.ChecksWorkload;
import org.interleave.workbench.plan.Plugins;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;

/**
 * The process that checks one contract: it writes a line for each check as it begins and as it ends, a word, a tab and a text.
 * Arguments: the place of plug-ins, the kind, the name, the patience in milliseconds.
 */
final class ContractMain {

    /** The words of the lines. */
    enum Word {
        BEGUN,
        PASSED,
        FAILED,
        SKIPPED
    }

    private ContractMain() {}

    /** Checks, and ends whatever threads are left. */
    public static void main(String[] arguments) {
        PrintStream lines = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Contract contract = new Contract(Contract.Kind.valueOf(arguments[1]), arguments[2]);
        contract.kind()
                .test()
                .ifPresentOrElse(
                        test -> {
                            Catalog catalog = Plugins.catalog(Optional.of(arguments[0]));
                            Duration patience = Duration.ofMillis(Long.parseLong(arguments[3]));
                            PluginContracts.check(new PluginContracts.Subject(catalog, contract.name(), patience));
                            run(test, new Lines(lines));
                        },
                        () -> read(Path.of(contract.name()), new Lines(lines)));
        Runtime.getRuntime().halt(0);
    }

    private static void run(Class<?> test, Lines lines) {
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(test))
                                .configurationParameter(
                                        LauncherConstants.CAPTURE_STDOUT_PROPERTY_NAME, Boolean.toString(false))
                                .build(),
                        lines);
    }

    private static void read(Path library, Lines lines) {
        String check = "its table";
        lines.write(Word.BEGUN, check, "");
        try {
            List<String> kernels = KernelListing.of(library);
            lines.write(
                    kernels.isEmpty() ? Word.FAILED : Word.PASSED,
                    check,
                    "it registers " + kernels.size() + " kernels");
            kernels.forEach(kernel -> lines.write(Word.PASSED, "kernel " + kernel, ""));
        } catch (InvalidInputException | StrategyException e) {
            lines.write(Word.FAILED, check, String.valueOf(e.getMessage()));
        }
    }

    /** Writes the lines. */
    private record Lines(PrintStream out) implements TestExecutionListener {

        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isTest()) {
                write(Word.BEGUN, check(test), "");
            }
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            write(Word.SKIPPED, check(test), reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() || result.getStatus() == TestExecutionResult.Status.FAILED) {
                Word word =
                        switch (result.getStatus()) {
                            case SUCCESSFUL -> Word.PASSED;
                            case ABORTED -> Word.SKIPPED;
                            case FAILED -> Word.FAILED;
                        };
                String why = result.getThrowable().map(Lines::text).orElse("");
                write(word, check(test), why);
            }
        }

        /** An assertion says all in its message. */
        private static String text(Throwable thrown) {
            return thrown instanceof AssertionError || thrown instanceof TestAbortedException
                    ? String.valueOf(thrown.getMessage())
                    : ThrownText.line(thrown);
        }

        private synchronized void write(Word word, String check, String why) {
            String text = why.isEmpty() ? check : check + ": " + why.strip();
            out.println(word + "\t" + Printable.line(text.replaceAll("\\s+", " ")));
        }

        /** The rule's number and what it says, and the test where a rule has several. */
        private static String check(TestIdentifier test) {
            return test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(MethodSource.class::cast)
                    .map(Lines::rule)
                    .orElse(test.getDisplayName());
        }

        private static String rule(MethodSource source) {
            String words = source.getMethodName()
                    .replaceFirst("^[a-z][0-9]+_", "")
                    .replaceAll("([A-Z])", " $1")
                    .toLowerCase(Locale.ROOT);
            String number = Optional.ofNullable(source.getJavaMethod().getAnnotation(Checks.class))
                    .map(checks -> checks.value().name())
                    .or(() -> Optional.ofNullable(source.getJavaMethod().getAnnotation(ChecksWorkload.class))
                            .map(checks -> checks.value().name()))
                    .or(() -> Optional.ofNullable(source.getJavaMethod().getAnnotation(ChecksExperiment.class))
                            .map(checks -> checks.value().name()))
                    .orElse("");
            return (number + " " + words).strip();
        }
    }
}
