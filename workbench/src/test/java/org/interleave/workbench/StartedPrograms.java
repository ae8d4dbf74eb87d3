package org.interleave.workbench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The processes that a test starts; after it those that still run are killed, with all that they started. */
final class StartedPrograms implements AfterEachCallback {

    private final List<Process> started = new ArrayList<>();

    /** Starts a command in a directory. What it says on standard error is in the file {@code err} there. */
    Process start(Path directory, List<String> command) throws IOException {
        Process program = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        started.add(program);
        return program;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started.forEach(program -> program.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
    }
}
