package org.interleave.workbench.measure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A fork as the program that started it sees it: a process, a pipe for its report, and a pipe for all that it prints.
 *
 * <p>Java gives a child three descriptors. A shell hands the fork its standard output on as descriptor
 * {@value ForkMain#REPORT} and its standard error as standard output, and becomes the fork.
 */
final class ForkProcess {

    /** What a fork's command follows. */
    static final List<String> SHELL =
            List.of("/bin/sh", "-c", "exec \"$@\" " + ForkMain.REPORT + ">&1 1>&2", "interleave-fork");

    /** Exit statuses of a JVM that SIGHUP, SIGINT or SIGTERM ended. */
    private static final Set<Integer> INTERRUPTED = Set.of(129, 130, 143);

    /** The longest wait for a round that is traced for a picture alone, if patience is not shorter. */
    private static final Duration TRACING = Duration.ofSeconds(30);

    /** The time in which a fork that has reported, or has closed the pipe, has to be gone. */
    private static final Duration LEAVING = Duration.ofSeconds(10);

    /** The time in which what a fork wrote before it ended arrives; a grandchild may keep the pipes open. */
    private static final Duration ARRIVING = Duration.ofSeconds(2);

    private final Process process;
    private final Duration patience;
    private final ForkOutput output = new ForkOutput();
    private final CompletableFuture<ForkOutcome.Measured> measured = new CompletableFuture<>();
    private final CompletableFuture<Optional<ForkOutcome>> report = new CompletableFuture<>();
    private final Thread printing;
    private volatile long lastRound = System.nanoTime();

    private ForkProcess(Process process, Duration patience) {
        this.process = process;
        this.patience = patience;
        printing = Thread.ofPlatform().daemon().name("fork-output").start(() -> output.read(process.getErrorStream()));
        Thread.ofPlatform().daemon().name("fork-report").start(() -> readReport(process.getInputStream()));
    }

    /**
     * Starts a fork and waits until it has ended.
     *
     * @param java what starts its JVM
     * @param order what it is to do
     * @param patience how long a round may take, and what comes before and after the rounds
     * @return what it reports; an invalid outcome, with the reason, if it reports nothing that can be used. Once it has told what
     *     it measured, that counts, whatever becomes of the round that is traced then.
     */
    static ForkOutcome run(List<String> java, ForkOrder order, Duration patience) {
        List<String> command = new ArrayList<>(SHELL);
        command.addAll(java);
        try {
            Process process = new ProcessBuilder(command).start();
            ForkProcess fork = new ForkProcess(process, patience);
            try {
                fork.tell(order);
                return fork.outcome();
            } finally {
                fork.end();
            }
        } catch (IOException e) {
            return new ForkOutcome.Invalid(ForkFailure.line("its JVM does not start: " + e.getMessage()));
        }
    }

    /** That a fork does not take it is seen when the fork has ended. */
    private void tell(ForkOrder order) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((order.line() + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException ended) {
            // it says why itself
        }
    }

    private void readReport(InputStream pipe) {
        try {
            report.complete(ForkReport.read(pipe, new ForkReport.Listener() {
                @Override
                public void roundEnded() {
                    lastRound = System.nanoTime();
                }

                @Override
                public void tracing(ForkOutcome.Measured told) {
                    measured.complete(told);
                }
            }));
        } catch (IOException e) {
            report.completeExceptionally(e);
        }
    }

    private ForkOutcome outcome() {
        try {
            awaitMeasured();
            return awaitReport();
        } catch (ExecutionException e) {
            String what = e.getCause() instanceof ForkReport.MalformedException malformed
                    ? malformed.getMessage()
                    : String.valueOf(e.getCause());
            return measuredOr("its report cannot be read: " + what);
        } catch (TimeoutException e) {
            return measuredOr("no round ended in " + Schedule.text(patience) + ", and it was killed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ForkOutcome.Interrupted();
        }
    }

    private ForkOutcome measuredOr(String reason) {
        return measured.isDone() ? measured.join() : new ForkOutcome.Invalid(ForkFailure.line(reason));
    }

    private void awaitMeasured() throws ExecutionException, InterruptedException, TimeoutException {
        CompletableFuture<?> any = CompletableFuture.anyOf(measured, report, process.onExit());
        while (!any.isDone()) {
            long left = patience.toNanos() - (System.nanoTime() - lastRound);
            if (left <= 0) {
                throw new TimeoutException();
            }
            try {
                any.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                // a round may have ended meanwhile
            }
        }
    }

    private ForkOutcome awaitReport() throws ExecutionException, InterruptedException, TimeoutException {
        if (measured.isDone()) {
            long most = Math.min(TRACING.toNanos(), patience.toNanos());
            CompletableFuture.anyOf(report, process.onExit()).get(most, TimeUnit.NANOSECONDS);
        }
        Optional<ForkOutcome> told = Optional.empty();
        try {
            told = report.get(ARRIVING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException heldOpen) {
            // by a child that outlives the fork, which has not ended its report
        }
        boolean gone = process.waitFor(LEAVING.toMillis(), TimeUnit.MILLISECONDS);
        if (told.isPresent()) {
            return told.get();
        }
        return gone ? died() : measuredOr("it closed its report unfinished");
    }

    private ForkOutcome died() throws InterruptedException {
        int status = process.exitValue();
        if (INTERRUPTED.contains(status)) {
            return new ForkOutcome.Interrupted();
        }
        printing.join(ARRIVING);
        return measuredOr(ForkFailure.died(status, output.lines()));
    }

    /** Kills what is left of it. Workers of a fork that has ended itself end by themselves. */
    private void end() {
        if (process.isAlive()) {
            List<ProcessHandle> descendants = process.descendants().toList();
            process.destroyForcibly();
            descendants.forEach(ProcessHandle::destroyForcibly);
        }
        try {
            process.getOutputStream().close();
            process.getInputStream().close();
            process.getErrorStream().close();
        } catch (IOException alreadyClosed) {
            // or what could not be written, to a process that is gone
        }
    }
}
