package org.interleave.workbench.check;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.interleave.core.Quantity;
import org.interleave.core.StrategyException;
import org.interleave.core.runtime.JvmOptions;

/**
 * A contract, checked in a process of its own: code of a plug-in may never return, or end the process it is in. A check that
 * takes longer than it may is named, and the process ended.
 */
final class ContractProcess {

    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g", "-XX:-UsePerfData");

    private final String place;
    private final Contract contract;
    private final Duration patience;
    private final Consumer<Finding> listener;

    ContractProcess(String place, Contract contract, Duration patience, Consumer<Finding> listener) {
        this.place = place;
        this.contract = contract;
        this.patience = patience;
        this.listener = listener;
    }

    /** Runs it to its end. */
    void run() throws InterruptedException {
        try {
            Path temporary = Files.createTempDirectory("interleave-check-");
            try {
                run(temporary);
            } finally {
                delete(temporary);
            }
        } catch (IOException e) {
            throw new StrategyException("cannot start a process to check " + contract + ": " + e.getMessage(), e);
        }
    }

    private void run(Path temporary) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(temporary))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
            Thread.ofPlatform().daemon().name("contract output").start(() -> pass(process, lines));
            follow(process, lines);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private List<String> command(Path temporary) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.COMMON);
        command.addAll(FLAGS);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ContractMain.class.getName()));
        command.addAll(List.of(place, contract.kind().name(), contract.name(), Long.toString(patience.toMillis())));
        return command;
    }

    /** The end of the output is an empty line of its own kind. */
    private static void pass(Process process, BlockingQueue<Optional<String>> lines) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException ended) {
            // as below
        }
        lines.add(Optional.empty());
    }

    private void follow(Process process, BlockingQueue<Optional<String>> lines) throws InterruptedException {
        Optional<String> running = Optional.empty();
        boolean some = false;
        while (true) {
            Optional<String> line = lines.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (line == null) {
                listener.accept(failed(
                        running,
                        "does not return within " + Quantity.format(patience)
                                + ", and what would come after it was not checked"));
                return;
            }
            if (line.isEmpty()) {
                if (running.isPresent() || !some) {
                    listener.accept(failed(running, "ended the process it ran in, with status " + process.waitFor()));
                }
                return;
            }
            Optional<ContractMain.Word> word = word(line.get());
            if (word.isPresent()) {
                String text = line.get().substring(line.get().indexOf('\t') + 1);
                running = word.get() == ContractMain.Word.BEGUN ? Optional.of(text) : Optional.empty();
                some = true;
                tell(word.get(), contract + ", " + text);
            }
        }
    }

    /** The word that a line begins with; nothing if code of the plug-in wrote it past Java's standard output. */
    private static Optional<ContractMain.Word> word(String line) {
        return Stream.of(ContractMain.Word.values())
                .filter(word -> line.startsWith(word + "\t"))
                .findFirst();
    }

    private void tell(ContractMain.Word word, String text) {
        switch (word) {
            case BEGUN -> {}
            case PASSED -> listener.accept(Finding.ok(text));
            case FAILED -> listener.accept(Finding.failed(text));
            case SKIPPED -> listener.accept(Finding.skipped(text));
        }
    }

    private Finding failed(Optional<String> running, String what) {
        return Finding.failed(contract + ", " + running.orElse("its contract") + ": it " + what);
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
