package org.interleave.workbench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    /** What is about one strategy names it: an experiment, a trace of its lock, a command, the check of a kernel. The rest takes any strategy. */
    @Test
    void measuringAndReportingNameNoStrategy() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".workbench..")
                .and()
                .resideOutsideOfPackages(ROOT + ".workbench.experiments..", ROOT + ".workbench.trace..")
                .and()
                .haveNameNotMatching(".*(TraceCommand|NodeCommand|ContractMain).*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of("threads", "processes", "eventloop", "nativecode")
                        .map(strategy -> ROOT + "." + strategy + "..")
                        .toArray(String[]::new))
                .check(PRODUCT);
    }

    @ParameterizedTest
    @CsvSource({
        "core, core.runtime;core.catalog;core.workloads;core.workloads.mix",
        "core.runtime, core.catalog;core.workloads;core.workloads.mix",
        "core.catalog, core.runtime;core.workloads;core.workloads.mix",
        "core.workloads, core.catalog;core.workloads.mix",
        "core.workloads.mix, core.catalog",
        "processes.wire, processes;processes.pool;processes.worker;processes.node;processes.cluster",
        "processes.worker, processes;processes.pool;processes.node;processes.cluster",
        "processes.pool, processes;processes.node;processes.cluster",
        "processes.node, processes;processes.worker",
        "processes.cluster, processes;processes.wire;processes.pool;processes.worker;processes.node",
        "workbench.machine, workbench;workbench.plan;workbench.measure;workbench.experiments;workbench.trace;workbench.advise",
        "workbench.plan, workbench;workbench.measure;workbench.experiments;workbench.trace;workbench.report;workbench.advise",
        "workbench.suite, workbench;workbench.measure;workbench.report;workbench.experiments;workbench.trace;workbench.advise",
        "workbench.scaling, workbench;workbench.plan;workbench.measure;workbench.machine;workbench.report;workbench.experiments;workbench.trace;workbench.advise",
        "workbench.measure, workbench;workbench.experiments;workbench.advise",
        "workbench.report, workbench;workbench.plan;workbench.measure;workbench.machine;workbench.experiments;workbench.trace;workbench.page;workbench.advise",
        "workbench.page, workbench;workbench.plan;workbench.measure;workbench.machine;workbench.experiments;workbench.trace;workbench.advise",
        "workbench.experiments, workbench;workbench.plan;workbench.measure;workbench.machine;workbench.report;workbench.trace;workbench.advise",
        "workbench.compare, workbench;workbench.plan;workbench.measure;workbench.machine;workbench.export;workbench.doctor;workbench.advise",
        "workbench.export, workbench;workbench.plan;workbench.measure;workbench.machine;workbench.doctor;workbench.advise",
        "workbench.doctor, workbench;workbench.plan;workbench.compare;workbench.export;workbench.advise",
        "workbench.trace, workbench;workbench.plan;workbench.measure;workbench.experiments",
        "workbench.check, workbench;workbench.measure;workbench.report;workbench.experiments;workbench.trace;workbench.init;workbench.advise",
        "workbench.init, workbench;workbench.check;workbench.plan;workbench.measure;workbench.machine;workbench.report;workbench.experiments;workbench.trace;workbench.advise",
        "workbench.advise, workbench;workbench.experiments;workbench.trace;workbench.page;workbench.export;workbench.compare;workbench.doctor",
    })
    void aRoomDoesNotKnowTheRoomsAboveIt(String room, String unknown) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of(unknown.split(";"))
                        .map(name -> ROOT + "." + name)
                        .toArray(String[]::new))
                .check(PRODUCT);
    }

    @Test
    void theRoomsOfWorkerProcessesAreTheirOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".processes..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".processes.wire", ROOT + ".processes.pool", ROOT + ".processes.worker")
                .check(PRODUCT);
    }

    /** They name strategies of every module, so they are seen by nobody: the service loader finds them. */
    @Test
    void nobodyKnowsAnExperiment() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".workbench.experiments")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".workbench.experiments")
                .check(PRODUCT);
    }

    /** The program's main class is called by the launcher. */
    @Test
    void aRoomOfTheWorkbenchShowsOnlyWhatAnotherRoomNeeds() {
        JavaClasses withTests = new ClassFileImporter().importPackages(ROOT);
        Set<String> used = withTests.stream()
                .flatMap(user -> user.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> !dependency
                        .getOriginClass()
                        .getPackageName()
                        .equals(dependency
                                .getTargetClass()
                                .getBaseComponentType()
                                .getPackageName()))
                .map(dependency ->
                        dependency.getTargetClass().getBaseComponentType().getName())
                .map(name -> name.split("\\$", 2)[0])
                .collect(Collectors.toSet());
        classes()
                .that()
                .resideInAPackage(ROOT + ".workbench..")
                .and()
                .resideOutsideOfPackage(ROOT + ".workbench.experiments")
                .and()
                .areTopLevelClasses()
                .and()
                .arePublic()
                .and()
                .doNotHaveSimpleName("Main")
                .should(new ArchCondition<>("be used by another package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        events.add(new SimpleConditionEvent(
                                type, used.contains(type.getName()), type.getName() + " is public for nobody"));
                    }
                })
                .check(withTests);
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
                        "com.sun.management",
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
