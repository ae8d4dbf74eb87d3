package org.interleave.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("compares threads, processes and files before and after")
class FootprintTest {

    @TempDir
    private Path directory;

    private Footprint before;

    @BeforeEach
    void look() {
        before = Footprint.take(directory);
    }

    private Set<String> more() {
        return Footprint.take(directory).minus(before);
    }

    private void awaitNothingMore() {
        await().atMost(Duration.ofMinutes(2)).pollInSameThread().until(() -> more().isEmpty());
    }

    @Test
    void lookingLeavesNothing() {
        assertThat(more()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void threadsAreSeen() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().name("seen").start(() -> awaitUninterrupted(end));
        assertThat(more()).containsExactly("thread #" + thread.threadId() + " \"seen\"");
        end.countDown();
        thread.join();
        awaitNothingMore();
    }

    @Test
    void virtualThreadsAreSeen() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = Thread.ofVirtual().name("seen").start(() -> awaitUninterrupted(end));
        assertThat(more()).containsExactly("thread #" + thread.threadId() + " \"seen\"");
        end.countDown();
        thread.join();
        awaitNothingMore();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void processesAreSeen() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(more()).anyMatch(item -> item.startsWith("process " + process.pid() + " "));
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
        process.getInputStream().close();
        process.getErrorStream().close();
        process.getOutputStream().close();
        awaitNothingMore();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void socketsAreSeen() throws IOException {
        try (DatagramChannel socket = DatagramChannel.open()) {
            assertThat(socket.isOpen()).isTrue();
            assertThat(more()).singleElement().asString().startsWith("socket:");
        }
        awaitNothingMore();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void pipesAreSeen() throws IOException {
        Pipe pipe = Pipe.open();
        assertThat(more()).singleElement().asString().startsWith("pipe:");
        pipe.sink().close();
        pipe.source().close();
        awaitNothingMore();
    }

    @Test
    void temporaryFilesAreSeen() throws IOException {
        Path file = Files.createTempFile("seen", "");
        assertThat(more()).containsExactly("file " + file);
        Files.delete(file);
        awaitNothingMore();
    }
}
