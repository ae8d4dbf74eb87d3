package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupTest {

    @TempDir
    private Path root = Path.of("");

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private List<List<String>> limits(String controller, String file) {
        return ControlGroup.of(root, controller).read(file);
    }

    @Test
    void ofVersionTwoItsOwnLimitsComeBeforeThoseAround() throws IOException {
        write("proc/self/cgroup", "0::/machine/inner\n");
        write("sys/fs/cgroup/machine/inner/cpu.max", "max 100000\n");
        write("sys/fs/cgroup/machine/cpu.max", "50000 100000\n");
        assertThat(limits("cpu", "cpu.max")).containsExactly(List.of("max 100000"), List.of("50000 100000"));
    }

    @Test
    void inAContainerThePathMayBeThatOfTheMachineAround() throws IOException {
        write("proc/self/cgroup", "0::/../../elsewhere\n");
        write("sys/fs/cgroup/cpu.max", "50000 100000\n");
        assertThat(limits("cpu", "cpu.max")).containsExactly(List.of("50000 100000"));
    }

    @Test
    void ofVersionOneEachControllerHasItsOwn() throws IOException {
        write("proc/self/cgroup", "5:memory:/box\n4:cpu,cpuacct:/box\n0::/unified\n");
        write("sys/fs/cgroup/cpu,cpuacct/box/cpu.cfs_quota_us", "50000\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n");
        assertThat(limits("cpu", "cpu.cfs_quota_us")).containsExactly(List.of("50000"));
        assertThat(limits("memory", "memory.limit_in_bytes")).containsExactly(List.of("1000"));
        assertThat(limits("pids", "pids.max")).isEmpty();
    }

    @Test
    void whereThereIsNoneNothingIsRead() {
        assertThat(ControlGroup.of(root, "cpu").directories()).isEmpty();
    }
}
