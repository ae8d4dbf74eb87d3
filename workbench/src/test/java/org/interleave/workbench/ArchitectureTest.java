package org.interleave.workbench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between the modules: workbench to strategies to core, native code to threads, and no cycle anywhere. */
class ArchitectureTest {

    private static final String ROOT = "org.interleave";

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @ParameterizedTest
    @CsvSource({
        "core, ''",
        "threads, core",
        "processes, core",
        "eventloop, core",
        "nativecode, core;threads",
        "workbench, core;threads;processes;eventloop;nativecode",
    })
    void aModuleDependsOnlyOnWhatTheArrowsAllow(String module, String allowed) {
        String[] others = Stream.of("core", "threads", "processes", "eventloop", "nativecode", "workbench")
                .filter(other -> !other.equals(module)
                        && !List.of(allowed.split(";", -1)).contains(other))
                .map(other -> ROOT + "." + other + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(PRODUCT);
    }

    /** What is about one strategy names it: a benchmark, a trace of its lock, a command. The rest takes any strategy. */
    @Test
    void measuringAndReportingNameNoStrategy() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".workbench..")
                .and()
                .resideOutsideOfPackages(ROOT + ".workbench.bench..", ROOT + ".workbench.trace..")
                .and()
                .haveNameNotMatching(".*(Trace|Node)Command.*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of("threads", "processes", "eventloop", "nativecode")
                        .map(strategy -> ROOT + "." + strategy + "..")
                        .toArray(String[]::new))
                .check(PRODUCT);
    }

    /** Of the JDK it also knows {@code sun.misc}, where signals are: {@code java} has no way to handle one. */
    @Test
    void coreKnowsNoFrameworkAndNoCommandLine() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".core..",
                        "java..",
                        "sun.misc",
                        "com.sun.security.auth.module",
                        "org.jspecify..",
                        "org.HdrHistogram..")
                .check(PRODUCT);
    }

    @Test
    void noCycleBetweenPackages() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void onlyTheWorkbenchWritesToTheConsole() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".(core|threads|eventloop|nativecode)..")
                .should()
                .accessField(System.class, "out")
                .check(PRODUCT);
    }
}
