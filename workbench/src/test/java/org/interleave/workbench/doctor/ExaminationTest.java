package org.interleave.workbench.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.workbench.doctor.Finding.Rating;
import org.interleave.workbench.machine.MachineFiles;
import org.interleave.workbench.report.Screen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines made of files: one that is as it should be, and what may be wrong with it. */
class ExaminationTest {

    private static final List<Double> STEADY = Collections.nCopies(100, 20.0);

    @TempDir
    private Path root = Path.of("");

    private List<String> jvmOptions = List.of();
    private String jvm = "OpenJDK 64-Bit Server VM 25.0.1+8";
    private Optional<String> obstacle = Optional.empty();
    private ProbeReadings readings = new ProbeReadings(STEADY, Optional.of(0.01), Optional.of(0.0));

    @BeforeEach
    void aMachineThatIsAsItShouldBe() throws IOException {
        write("proc/loadavg", "0.05 0.10 0.20 1/200 4711\n");
        write("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0-3\n");
        write("proc/self/cgroup", "0::/box\n");
        write("proc/meminfo", "MemTotal: 16000000 kB\nMemAvailable: 12000000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n");
        write("proc/sys/kernel/perf_event_paranoid", "2\n");
        for (int cpu = 0; cpu < 4; cpu++) {
            write("sys/devices/system/cpu/cpu" + cpu + "/cpufreq/scaling_governor", "performance\n");
            write("sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list", cpu + "\n");
        }
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
        write("sys/fs/cgroup/box/cpu.max", "max 100000\n");
        write("sys/fs/cgroup/box/memory.max", "max\n");
        Files.createDirectories(root.resolve("dev/shm"));
        program("gcc");
        program("perf");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void program(String name) throws IOException {
        write("bin/" + name, "#!/bin/sh\n");
        Files.setPosixFilePermissions(root.resolve("bin/" + name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Examination examine() {
        return Examination.of(
                new Patient(new MachineFiles(root), List.of(root.resolve("bin")), jvm, jvmOptions, obstacle, readings));
    }

    private List<String> subjects(Rating rating) {
        return examine().findings().stream()
                .filter(finding -> finding.rating() == rating)
                .map(Finding::subject)
                .toList();
    }

    private Finding finding(String subject) {
        return examine().findings().stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private void onlySpoiled(String subject, String fact) {
        assertThat(subjects(Rating.SPOILS)).containsExactly(subject);
        assertThat(finding(subject).fact()).contains(fact);
        assertThat(finding(subject).remedy()).isPresent();
        assertThat(examine().spoiling()).isEqualTo(1);
    }

    @Test
    void nothingIsFoundWhereNothingIs() {
        assertThat(examine().findings())
                .allSatisfy(finding -> assertThat(finding.rating())
                        .describedAs(finding.toString())
                        .isEqualTo(Rating.FINE));
        assertThat(examine().lines(new Screen(80, false, StandardCharsets.UTF_8)))
                .endsWith("nothing was found that spoils measurements")
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proc/loadavg | 1.50 0.10 0.20 3/200 4711 | load | load over the last minute 1.50",
                "proc/self/status | Cpus_allowed_list: 3 | cores | 1 processor",
                "sys/devices/system/cpu/cpu2/cpufreq/scaling_governor | powersave | governor | powersave: the clock follows",
                "sys/devices/system/clocksource/clocksource0/current_clocksource | hpet | clock | hpet",
                "sys/fs/cgroup/box/cpu.max | 150000 100000 | container: time | time of 1.50 processors on 4",
                "sys/fs/cgroup/cpu.max | 300000 100000 | container: time | time of 3 processors on 4",
                "sys/fs/cgroup/box/memory.max | 1073741824 | container: memory | at most 1.07 GB",
                "proc/meminfo | MemAvailable: 1000000 kB | memory | 1.02 GB available",
            })
    void whatSpoilsMeasurementsIsSaidWithARemedy(String file, String text, String subject, String fact)
            throws IOException {
        write(file, text + "\n");
        onlySpoiled(subject, fact);
    }

    @Test
    void aLimitOfTimeThatIsNoneForTheseProcessorsIsFine() throws IOException {
        write("sys/fs/cgroup/box/cpu.max", "400000 100000\n");
        assertThat(finding("container: time")).isEqualTo(Finding.fine("container: time", "enough for 4 processors"));
    }

    @Test
    void howOftenItWasStoppedIsToldOfALimitOfTime() throws IOException {
        write("sys/fs/cgroup/box/cpu.max", "50000 100000\n");
        write("sys/fs/cgroup/box/cpu.stat", "usage_usec 5\nnr_periods 12\nnr_throttled 7\n");
        onlySpoiled("container: time", "time of 0.500 processors on 4, and it was stopped 7 times");
    }

    @Test
    void limitsOfVersionOneCountToo() throws IOException {
        write("proc/self/cgroup", "4:cpu,cpuacct:/docker/abc\n5:memory:/docker/abc\n");
        write("sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us", "-1\n");
        write("sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us", "100000\n");
        write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(subjects(Rating.SPOILS)).isEmpty();
        write("sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us", "200000\n");
        onlySpoiled("container: time", "time of 2 processors on 4");
        write("sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us", "-1\n");
        write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "500000000\n");
        onlySpoiled("container: memory", "at most 500 MB");
    }

    @Test
    void processorsThatShareACoreAreNoted() throws IOException {
        for (int cpu = 0; cpu < 4; cpu++) {
            write("sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list", cpu < 2 ? "0-1\n" : "2-3\n");
        }
        assertThat(finding("cores").rating()).isEqualTo(Rating.NOTE);
        assertThat(finding("cores").fact()).startsWith("4 processors on 2 cores");
        assertThat(finding("cores").remedy()).contains("--cpus 0,2 takes one processor of each core");
        write("proc/self/status", "Cpus_allowed_list:\t0-1\n");
        onlySpoiled("cores", "2 processors on 1 core");
    }

    @Test
    void memoryThatIsSwappedOutSpoils() throws IOException {
        write("proc/meminfo", "MemAvailable: 12000000 kB\nSwapTotal: 2000000 kB\nSwapFree: 1990000 kB\n");
        assertThat(finding("swap").rating()).isEqualTo(Rating.FINE);
        write("proc/meminfo", "MemAvailable: 12000000 kB\nSwapTotal: 2000000 kB\nSwapFree: 1000000 kB\n");
        onlySpoiled("swap", "1.02 GB swapped out");
    }

    @Test
    void sharedMemoryHasToBeThere() throws IOException {
        Files.delete(root.resolve("dev/shm"));
        onlySpoiled("/dev/shm", "is not there");
    }

    @Test
    void othersAndTheHostSpoil() {
        readings = new ProbeReadings(STEADY, Optional.of(0.6), Optional.of(0.0));
        onlySpoiled("load", "others use 0.600 processors now");
        readings = new ProbeReadings(STEADY, Optional.of(0.0), Optional.of(0.1));
        onlySpoiled("steal", "the host took 0.100 processors away");
    }

    @Test
    void ticksThatAreNotSteadySpoil() {
        List<Double> noisy = new ArrayList<>(Collections.nCopies(90, 20.0));
        noisy.addAll(Collections.nCopies(10, 30.0));
        readings = new ProbeReadings(noisy, Optional.of(0.0), Optional.of(0.0));
        onlySpoiled("ticks", "20 ns a tick, 10 of 100 readings more than 5 % off, from 20 to 30");
        readings = new ProbeReadings(noisy.subList(5, 95), Optional.of(0.0), Optional.of(0.0));
        assertThat(finding("ticks").rating()).isEqualTo(Rating.SPOILS);
        readings = new ProbeReadings(noisy.subList(0, 94), Optional.of(0.0), Optional.of(0.0));
        assertThat(finding("ticks").rating()).isEqualTo(Rating.FINE);
    }

    @Test
    void whatKeepsRunsFromBeginningSpoils() {
        obstacle = Optional.of("cannot write temporary files to /tmp: make room there");
        onlySpoiled("what runs need", "cannot write temporary files to /tmp");
    }

    @Test
    void optionsFromTheEnvironmentAndOtherMachinesOfJavaSpoil() {
        jvmOptions = List.of("JAVA_TOOL_OPTIONS=-Xint");
        onlySpoiled("JDK", "with JAVA_TOOL_OPTIONS=-Xint");
        jvmOptions = List.of();
        jvm = "OpenJDK 64-Bit Server VM 25-internal-fastdebug";
        onlySpoiled("JDK", "fastdebug");
    }

    @Test
    void programsThatOneMayWantAreNotedWhereTheyLack() throws IOException {
        Files.delete(root.resolve("bin/gcc"));
        write("proc/sys/kernel/perf_event_paranoid", "4\n");
        assertThat(subjects(Rating.SPOILS)).isEmpty();
        assertThat(subjects(Rating.NOTE)).containsExactly("C compiler", "perf");
        assertThat(finding("perf").fact()).contains("kernel.perf_event_paranoid is 4");
        Files.delete(root.resolve("bin/perf"));
        assertThat(finding("perf").fact()).isEqualTo("not installed");
    }

    @Test
    void whereNothingIsToldNothingIsMadeUp() throws IOException {
        readings = new ProbeReadings(STEADY, Optional.empty(), Optional.empty());
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Examination examination = Examination.of(
                new Patient(new MachineFiles(elsewhere), List.of(), jvm, List.of(), Optional.empty(), readings));
        assertThat(examination.findings().stream()
                        .filter(finding -> finding.rating() == Rating.FINE)
                        .filter(finding -> Stream.of("load", "cores", "governor", "clock", "steal", "memory")
                                .anyMatch(finding.subject()::equals)))
                .allSatisfy(finding -> assertThat(finding.fact()).contains("not told here"))
                .hasSize(6);
    }

    @Test
    void itSaysHowManyFindingsSpoil() throws IOException {
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
        List<String> lines = examine().lines(new Screen(60, false, StandardCharsets.UTF_8));
        assertThat(lines).contains("1 of 15 findings spoils measurements");
        assertThat(String.join("\n", lines))
                .contains("! clock: hpet: to read the time")
                .contains("    to do: boot with");
    }
}
