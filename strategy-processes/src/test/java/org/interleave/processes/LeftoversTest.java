package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.interleave.core.runtime.ScratchDirectory;
import org.interleave.processes.node.NodeProcess;
import org.interleave.processes.pool.Pools;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What processes that were killed all at once have left. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeftoversTest {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int NOBODY = 65_534;

    @TempDir
    private Path directory = Path.of("");

    /** The workers are stopped before they have opened their pipes, whose names therefore stay. */
    @ParameterizedTest
    @ValueSource(strings = {"pipe", "shared-memory"})
    @Needs(Resource.LINUX)
    void namesOfPipesAndRingsAreRemovedOnceTheirMakersAreGone(String transport) throws Exception {
        Process parent = DoomedParent.start(directory, transport, directory.resolve("busy"));
        List<ProcessHandle> all = new ArrayList<>();
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !Pools.namesOf(parent.pid(), directory).isEmpty()
                            && parent.children().findAny().isPresent());
            NodeProcess.signal("STOP", parent.pid());
            all.add(parent.toHandle());
            parent.children().forEach(all::add);
            List<String> names = Pools.namesOf(parent.pid(), directory);
            List.of(directory, MEMORY).forEach(ScratchDirectory::sweep);
            assertThat(Pools.namesOf(parent.pid(), directory))
                    .as("while their maker lives")
                    .isEqualTo(names);
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
        }
        await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));

        List.of(directory, MEMORY).forEach(ScratchDirectory::sweep);

        assertThat(Pools.namesOf(parent.pid(), directory)).isEmpty();
    }

    @Test
    @Needs(Resource.ROOT)
    void whatBelongsToSomebodyElseStays() throws IOException {
        Path theirs = Files.createDirectory(directory.resolve("interleave-4999999-theirs"));
        Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rwx------"));
        Path file = Files.createFile(theirs.resolve("file"));
        Files.setAttribute(theirs, "unix:uid", NOBODY);

        ScratchDirectory.sweep(directory);

        assertThat(file).exists();
    }
}
