package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.interleave.core.Availability;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformThreadsTest {

    @TempDir
    Path root = Path.of("");

    @BeforeEach
    void makeASystem() throws IOException {
        write("proc/loadavg", "0.00 0.01 0.05 2/800 4711\n");
        write("proc/sys/kernel/pid_max", "4194304\n");
        write("proc/sys/kernel/threads-max", "200000\n");
        write("proc/sys/vm/max_map_count", "1000000\n");
        write("proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             unlimited            unlimited            processes
                Max open files            1024                 1024                 files
                """);
        write("proc/self/cgroup", "0::/a/group\n");
        write("sys/fs/cgroup/a/group/pids.max", "max\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void reachesTo(long most, String limit) {
        assertThat(PlatformThreads.enough(most, root).isAvailable()).isTrue();
        assertThat(PlatformThreads.enough(most + 1, root))
                .isInstanceOfSatisfying(
                        Availability.Unavailable.class,
                        refused -> assertThat(refused.reason()).contains("can have " + most + " here (" + limit + ")"));
    }

    @Test
    void threadsThatRunAlreadyAreTakenOff() {
        reachesTo(199_000, "kernel.threads-max is 200000");
    }

    @Test
    void theTightestLimitCounts() throws IOException {
        write("proc/sys/vm/max_map_count", "65530\n");
        reachesTo(31_765, "vm.max_map_count is 65530");
        write("proc/sys/kernel/pid_max", "32768\n");
        reachesTo(31_765, "vm.max_map_count is 65530");
        write("proc/self/limits", "Max processes             4096                 8192                 processes\n");
        reachesTo(3_896, "ulimit -u is 4096");
        write("sys/fs/cgroup/a/group/pids.max", "1000\n");
        reachesTo(800, "pids.max of the control group is 1000");
    }

    @Test
    void whereNothingIsToldThereIsNoLimit() {
        assertThat(PlatformThreads.enough(1_000_000_000, root.resolve("elsewhere")))
                .isEqualTo(Availability.available());
    }
}
