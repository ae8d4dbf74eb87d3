package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher, in a small checkout with a Maven and a Java that are scripts. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LauncherTest {

    private static final int NOBODY = 65534;

    /** What the launcher calls. */
    private static final List<String> TOOLS = List.of(
            "bash",
            "cat",
            "cksum",
            "cmp",
            "cp",
            "dirname",
            "env",
            "find",
            "flock",
            "grep",
            "head",
            "id",
            "ln",
            "locale",
            "mkdir",
            "mktemp",
            "mv",
            "perl",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "sort",
            "tail",
            "tput",
            "tr",
            "uniq");

    @TempDir
    private Path directory = Path.of("");

    private LaunchTree tree;

    @BeforeEach
    void lay() throws IOException {
        tree = new LaunchTree(directory, "tree");
    }

    @Test
    void buildsOnFirstUseSaysWhatItIsAtAndThenJustRuns() throws Exception {
        LaunchTree.Ended first = tree.run();
        LaunchTree.Ended second = tree.run();

        first.ran();
        assertThat(first.err()).contains("building core (1 of 2), ", "building workbench (2 of 2), ", "built in ");
        second.ran();
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).contains("interleave-workbench-0.1.jar:", "forks.aot\n");
        assertThat(tree.builds()).hasSize(1);
    }

    @Test
    void aSourceDatedTomorrowBuildsNothing() throws Exception {
        tree.run().ran();
        Files.setLastModifiedTime(tree.source("A"), FileTime.from(Instant.now().plus(Duration.ofDays(1))));

        tree.run().ran();

        assertThat(tree.builds()).hasSize(1);
    }

    @Test
    void aDeletedSourceBuildsAnew() throws Exception {
        tree.run().ran();
        Files.delete(tree.source("A"));

        tree.run().ran();
        tree.run().ran();

        assertThat(tree.builds()).hasSize(2);
    }

    /** As from an archive; Maven would take what it compiled before for newer. */
    @Test
    void aSourceThatChangesToOneOfLongAgoBuildsAnewAndNotFromOldClasses() throws Exception {
        tree.run().ran();
        Files.writeString(tree.source("A"), "class A { int a; }\n");
        Files.setLastModifiedTime(tree.source("A"), FileTime.from(Instant.EPOCH));

        tree.run().ran();

        assertThat(tree.builds()).hasSize(2);
        assertThat(Files.readString(tree.tools().resolve("classes"))).isEmpty();
    }

    @Test
    void whatSomebodyElseBuiltInBetweenIsBuiltAnew() throws Exception {
        tree.run().ran();
        Files.writeString(tree.root().resolve("workbench/target/lib/interleave-core-0.1.jar"), "other");

        tree.run().ran();

        assertThat(tree.builds()).hasSize(2);
    }

    @Test
    void aFailedBuildIsToldInMavensWordsAndTriedAgain() throws Exception {
        Files.createFile(tree.tools().resolve("fail"));

        LaunchTree.Ended failed = tree.run();

        assertThat(failed.status()).isEqualTo(2);
        assertThat(failed.err()).contains("[ERROR] does not compile\n", "the build failed; all that it said is in ");
        Files.delete(tree.tools().resolve("fail"));
        tree.run().ran();
    }

    @Test
    void ofTwoAtOnceOneBuildsAndTheOtherWaits() throws Exception {
        tree.holdMaven();
        LaunchTree.Started one = tree.start(tree.command());
        tree.awaitBuilds(1);
        LaunchTree.Started other = tree.start(tree.command());
        other.awaitSaying("waiting for another build in this checkout (process "
                + one.process().pid() + ")");

        tree.releaseMaven();

        one.end().ran();
        other.end().ran();
        assertThat(tree.builds()).hasSize(1);
    }

    @Test
    void aKilledLauncherTakesItsMavenWithItAndLeavesNothingThatCountsAsBuilt() throws Exception {
        tree.holdMaven();
        LaunchTree.Started killed = tree.start(tree.command());
        tree.awaitBuilds(1);
        List<ProcessHandle> children = killed.process().descendants().toList();
        assertThat(children)
                .extracting(ProcessHandle::pid)
                .contains(Long.valueOf(tree.builds().getFirst()));
        killed.process().destroyForcibly().waitFor();
        await().atMost(Duration.ofMinutes(1)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(tree.stamp()).doesNotExist();

        tree.releaseMaven();

        tree.run().ran();
        assertThat(tree.builds()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143", "HUP,129"})
    void aSignalEndsTheBuildAndAllThatItStarted(String signal, int status) throws Exception {
        tree.holdMaven();
        LaunchTree.Started launcher = tree.start(tree.command());
        tree.awaitBuilds(1);
        List<ProcessHandle> children = launcher.process().descendants().toList();
        assertThat(children)
                .extracting(ProcessHandle::pid)
                .contains(Long.valueOf(tree.builds().getFirst()));

        new ProcessBuilder(
                        "kill", "-" + signal, Long.toString(launcher.process().pid()))
                .start()
                .waitFor();

        LaunchTree.Ended ended = launcher.end();
        assertThat(ended.status()).isEqualTo(status);
        assertThat(ended.err()).endsWith("interleave: build interrupted; run it again\n");
        await().atMost(Duration.ofMinutes(1)).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(tree.stamp()).doesNotExist();
        tree.releaseMaven();
        tree.run().ran();
        assertThat(tree.builds()).hasSize(2);
    }

    @Test
    void withoutAHomeItRuns() throws Exception {
        ProcessBuilder command = tree.command();
        command.environment().remove("HOME");
        command.environment().remove("XDG_CACHE_HOME");

        tree.run(command).ran();
    }

    @Test
    void withoutMavenItSaysSoUnlessItIsBuilt() throws Exception {
        ProcessBuilder command = tree.command();
        command.environment().put("PATH", toolsWithoutMaven().toString());

        tree.run(command).refused("needs Maven 3.8.6 or newer to build");
        tree.run().ran();
        tree.run(command).ran();
    }

    private Path toolsWithoutMaven() throws IOException {
        Path tools = Files.createDirectory(directory.resolve("no-maven"));
        for (String place : System.getenv("PATH").split(":", -1)) {
            for (String tool : TOOLS) {
                Path program = Path.of(place, tool);
                if (Files.isExecutable(program)) {
                    LaunchTree.executable(tools.resolve(tool), "#!/bin/sh\nexec '" + program + "' \"$@\"\n");
                }
            }
        }
        return tools;
    }

    @Test
    void withoutAJdkThatIsNewEnoughItSaysSo() throws Exception {
        String script = Files.readString(tree.launcher());
        assertThat(script).contains("required_jdk=25\n");
        Files.writeString(tree.launcher(), script.replace("required_jdk=25\n", "required_jdk=925\n"));

        tree.run().refused("needs a JDK 925 or newer and found none");
    }

    @Test
    void withTooFewFileDescriptorsItSaysSo() throws Exception {
        tree.run(tree.command("bash", "-c", "ulimit -n 64; exec \"$@\"", "bash"))
                .refused("needs 256 file descriptors at least, and may open 64");
    }

    @Test
    void optionsWithWhichNoJavaStartsAreNamedAndNotTakenForARefutedClaim() throws Exception {
        tree.run().ran();
        ProcessBuilder command = tree.command();
        command.environment().put("JAVA_TOOL_OPTIONS", "-XX:+Bogus");

        tree.run(command).refused("JAVA_TOOL_OPTIONS", "Unrecognized VM option 'Bogus'");
    }

    @Test
    void whereTheAddressSpaceIsTooSmallForJavaTheLimitIsNamed() throws Exception {
        tree.run().ran();
        Files.createFile(tree.tools().resolve("bogus"));

        tree.run(tree.command("bash", "-c", "ulimit -v 8000000; exec \"$@\"", "bash"))
                .refused("Java does not start in 8000000 KiB of address space (ulimit -v): Unrecognized");
    }

    @Test
    @Needs(Resource.SECOND_USER)
    void whatBelongsToSomebodyElseRunsIfItIsBuiltAndIsNotBuiltIfNot(
            @TempDir(factory = ReadableByAll.class) Path readable) throws Exception {
        LaunchTree owned = new LaunchTree(readable, "tree");
        ProcessBuilder stranger = owned.command("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        owned.run(stranger).refused("not built yet", "you may not write to", "have its owner run");
        owned.run().ran();
        owned.run(stranger).ran();
        Files.delete(owned.source("A"));
        owned.run(stranger).refused("not built since its sources changed", "you may not write to");
        assertThat(owned.builds()).hasSize(1);
    }

    /** Makes directories that other users can reach, as those below the checkout may not be. */
    static final class ReadableByAll implements TempDirFactory {

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            Path made = Files.createTempDirectory(Path.of("/tmp"), "launcher");
            return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void whatMeasuresGetsADirectoryOfItsOwnForTemporaryFiles() throws Exception {
        tree.run().ran();
        ProcessBuilder command = tree.command();
        command.environment().put("JAVA_TOOL_OPTIONS", "-Dany=1 -Djava.io.tmpdir=" + directory + " -Dother=2");
        command.command().set(command.command().size() - 1, "run");

        LaunchTree.Started started = tree.start(command);
        LaunchTree.Ended ended = started.end();

        Path own = ended.out()
                .lines()
                .filter(argument -> argument.startsWith("-Djava.io.tmpdir="))
                .map(argument -> Path.of(argument.substring(argument.indexOf('=') + 1)))
                .findFirst()
                .orElseThrow();
        assertThat(own).hasParentRaw(directory).isDirectory();
        assertThat(own.getFileName().toString())
                .startsWith("interleave-" + started.process().pid() + "-");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        assertThat(tree.run().out()).doesNotContain("-Djava.io.tmpdir");
    }

    @Test
    @Tag("thorough")
    void aCopyIsRunOnlyIfNobodyElseCanHaveChangedIt() throws Exception {
        LaunchTree odd = new LaunchTree(Files.createDirectory(directory.resolve("other")), "a!");
        ProcessBuilder command = odd.command();
        command.environment()
                .put("TMPDIR", Files.createDirectory(directory.resolve("tmp")).toString());
        Path cache = odd.tools().resolve("cache");
        assertThat(copy(odd.run(command), "")).startsWith(cache);

        open(cache);
        assertThat(copy(odd.run(command), "cache/interleave is not used: it or the directory it is in is not yours"))
                .startsWith(directory.resolve("tmp"));

        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwx------"));
        Path copy = copy(odd.run(command), "");
        assertThat(copy).startsWith(cache);
        Files.writeString(copy, "changed");
        open(copy);
        assertThat(copy(odd.run(command), "is not yours alone: copying the program again"))
                .isEqualTo(copy)
                .hasContent("workbench");
    }

    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** The jar that was run, if the launcher said no more than this. */
    private static Path copy(LaunchTree.Ended ended, String said) {
        ended.ran();
        assertThat(ended.err().replaceFirst("(?s).*built in \\d+ s\n", "")).contains(said);
        List<String> arguments = ended.out().lines().toList();
        return Path.of(arguments.get(arguments.indexOf("-cp") + 1).split(":", -1)[0]);
    }

    /** Neither a class path nor the URL of a resource in a jar can hold such a path. */
    @ParameterizedTest
    @CsvSource({"a b ü:c", "a!"})
    void aPathThatJavaCannotTakeRunsFromACopyWithPathsInUtf8(String name) throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        LaunchTree odd = new LaunchTree(other, name);
        ProcessBuilder command = odd.command();
        command.environment().put("LC_ALL", "C");

        LaunchTree.Ended first = odd.run(command);
        LaunchTree.Ended second = odd.run(command);

        first.ran();
        second.ran();
        List<String> arguments = second.out().lines().toList();
        String[] classPath = arguments.get(arguments.indexOf("-cp") + 1).split(":", -1);
        assertThat(classPath).hasSize(3).noneMatch(entry -> entry.contains("!"));
        assertThat(Path.of(classPath[0])).hasContent("workbench");
        assertThat(Path.of(classPath[1])).hasContent("class A {}\nclass B {}");
        assertThat(classPath[2])
                .isEqualTo(Path.of(classPath[1]).resolveSibling("*").toString());
        assertThat(arguments).contains("-Dstdout.encoding=ANSI_X3.4-1968");
        assertThat(arguments.getLast()).matches("(?i)LC_ALL=.*utf-?8");
        assertThat(odd.builds()).hasSize(1);
    }
}
