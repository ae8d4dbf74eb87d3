package org.interleave.workbench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.interleave.core.Metric;
import org.interleave.core.Tick;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;

@Needs(Resource.LINUX)
class ProcessUsageTest {

    private static double value(Map<String, Metric> metrics, String name) {
        return Objects.requireNonNull(metrics.get(name)).value();
    }

    @Test
    void ownProcessorTimeIsCounted() {
        ProcessUsage before = ProcessUsage.now();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long until = threads.getCurrentThreadCpuTime() + 100_000_000;
        long state = 1;
        while (threads.getCurrentThreadCpuTime() < until) {
            state = Tick.run(state, 1_000);
        }
        Map<String, Metric> used = ProcessUsage.now().since(before);

        assertThat(state).isNotZero();
        assertThat(value(used, "cpu_s")).isGreaterThanOrEqualTo(0.09);
    }

    @Test
    void aChildsProcessorTimeIsCounted() throws Exception {
        Process child = new ProcessBuilder(
                        "sh", "-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; echo done; read x")
                .start();
        try (BufferedReader output = child.inputReader()) {
            long before = ProcessUsage.now().cpuNanos();
            assertThat(output.readLine()).isEqualTo("done");
            long childAlone = LibC.cpuNanos(child.pid());

            assertThat(childAlone).isPositive();
            assertThat(ProcessUsage.now().cpuNanos() - before).isPositive();
            assertThat(ProcessUsage.now().cpuNanos()).isGreaterThanOrEqualTo(childAlone);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /**
     * A round of a millisecond must not be charged with the milliseconds that looking through the machine takes. The median round
     * tells, since a compiler or a collector of this process may be charged to any one.
     */
    @Test
    void whatItTakesToLookIsNotInIt() {
        int rounds = 101;
        double[] charged = new double[rounds];
        double[] all = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long begun = ProcessUsage.Share.own().cpuNanos();
            ProcessUsage before = ProcessUsage.now();
            ProcessUsage.Share own = ProcessUsage.Share.own();
            List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
            charged[round] = value(ProcessUsage.upTo(own, children).since(before), "cpu_s");
            all[round] = (ProcessUsage.Share.own().cpuNanos() - begun) / 1e9;
        }
        Arrays.sort(charged);
        Arrays.sort(all);

        assertThat(charged[rounds / 2]).isLessThan(all[rounds / 2] / 10);
    }

    @Test
    void waitingCountsAsVoluntarySwitches() throws Exception {
        ProcessUsage before = ProcessUsage.now();
        for (int i = 0; i < 50; i++) {
            Thread.sleep(1);
        }

        assertThat(value(ProcessUsage.now().since(before), "voluntary_switches"))
                .isGreaterThanOrEqualTo(50);
    }

    @Test
    void affinityIsSetForThisThreadAndItsChildren() throws Exception {
        List<Integer> own = LibC.affinity();
        List<Integer> first = own.subList(0, 1);
        try {
            LibC.setAffinity(first);
            assertThat(LibC.affinity()).isEqualTo(first);
            Process child = new ProcessBuilder("nproc").start();
            assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo("1");
        } finally {
            LibC.setAffinity(own);
        }
        assertThat(LibC.affinity()).isEqualTo(own);
    }
}
