package org.interleave.workbench;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program at a terminal: a process in the foreground of a pseudo-terminal, which util-linux' {@code script} makes. What
 * is typed goes through the line discipline, so Ctrl-C is a SIGINT to the whole foreground group.
 *
 * <p>May be used from any thread.
 */
final class PseudoTerminal implements AutoCloseable {

    /** Longer than anything takes on a machine that is busy with something else. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String CONTROL_C = "\u0003";

    /** Control sequences, operating system commands, the escapes of two characters, and the bell. */
    private static final Pattern ESCAPES = Pattern.compile(
            "\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)|\u001b[ -/]*[0-~]|\u0007");

    private final Process script;
    private final Thread reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final StringBuilder received = new StringBuilder();
    private boolean ended;
    private int seen;

    /**
     * How a terminal is set up.
     *
     * @param columns how many characters are in a line
     * @param rows how many lines it shows
     * @param directory where the program runs
     * @param flags given to the JVM
     * @param environment variables beside or instead of those of the tests' own; the value {@code ""} removes one
     */
    record Setup(int columns, int rows, Path directory, List<String> flags, Map<String, String> environment) {

        /** A terminal with colour and UTF-8, 24 lines. */
        static Setup of(int columns, Path directory) {
            Map<String, String> environment = new HashMap<>();
            environment.put("TERM", "xterm-256color");
            environment.put("LC_ALL", "C.UTF-8");
            Stream.of("NO_COLOR", "COLUMNS", "LINES", "CI").forEach(name -> environment.put(name, ""));
            return new Setup(columns, 24, directory, List.of(), environment);
        }

        Setup {
            flags = List.copyOf(flags);
            environment = Map.copyOf(environment);
        }

        /** The same with an environment variable more; {@code ""} removes it. */
        Setup with(String variable, String value) {
            Map<String, String> more = new HashMap<>(environment);
            more.put(variable, value);
            return new Setup(columns, rows, directory, flags, more);
        }

        /** The same with a flag more for the JVM. */
        Setup flag(String flag) {
            return new Setup(
                    columns,
                    rows,
                    directory,
                    Stream.concat(flags.stream(), Stream.of(flag)).toList(),
                    environment);
        }
    }

    private PseudoTerminal(Process script) {
        this.script = script;
        reader = Thread.ofVirtual().name("screen").start(this::read);
    }

    /** Runs the program, from the tests' class path, with these arguments. */
    static PseudoTerminal run(Setup setup, String... arguments) throws IOException {
        List<String> command = Program.command(setup.flags(), System.getProperty("java.class.path"), arguments);
        return shell(setup, command.stream().map(PseudoTerminal::quoted).collect(Collectors.joining(" ")));
    }

    /** Runs a simple command of a shell. A SIGINT that the tests ignore, as in a job in the background, is not ignored there. */
    static PseudoTerminal shell(Setup setup, String command) throws IOException {
        String size = "stty cols " + setup.columns() + " rows " + setup.rows();
        ProcessBuilder builder = new ProcessBuilder(
                        "script",
                        "--quiet",
                        "--return",
                        "--flush",
                        "--command",
                        size + "; exec env --default-signal=INT,TERM,HUP,PIPE " + command,
                        "/dev/null")
                .directory(setup.directory().toFile())
                .redirectErrorStream(true);
        builder.environment().put("SHELL", "/bin/sh");
        setup.environment().forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
        return new PseudoTerminal(builder.start());
    }

    private static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }

    private void read() {
        try (Reader screen = new InputStreamReader(script.getInputStream(), StandardCharsets.UTF_8)) {
            char[] buffer = new char[8192];
            for (int n = screen.read(buffer); n >= 0; n = screen.read(buffer)) {
                String text = new String(buffer, 0, n);
                locked(() -> received.append(text));
            }
        } catch (IOException e) {
            locked(() -> received.append("[the screen broke: ").append(e).append(']'));
        } finally {
            locked(() -> ended = true);
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Types characters, as they are: {@code "\r"} is the Enter key. */
    void type(String keys) throws IOException {
        OutputStream keyboard = script.getOutputStream();
        keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
    }

    /** Presses Ctrl-C. */
    void interrupt() throws IOException {
        type(CONTROL_C);
    }

    /**
     * Waits until the screen receives a text, escape sequences aside, after what an earlier call waited for.
     *
     * @throws AssertionError if it ends without
     */
    void await(String text) throws InterruptedException {
        long left = PATIENCE.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                String visible = strip(received.toString());
                int at = visible.indexOf(text, seen);
                if (at >= 0) {
                    seen = at + text.length();
                    return;
                }
                if (ended || left <= 0) {
                    throw new AssertionError("no '" + text + "' on the screen:\n" + received);
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the program has ended, and with it its output. @throws AssertionError if it does not end */
    int exitStatus() throws InterruptedException {
        if (!script.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || !reader.join(PATIENCE)) {
            throw new AssertionError("does not end:\n" + output());
        }
        return script.exitValue();
    }

    /** The processes below the terminal: the program and what it started. */
    List<ProcessHandle> processes() {
        return script.descendants().toList();
    }

    /** Everything that the screen received so far, escape sequences included. */
    String output() {
        lock.lock();
        try {
            return received.toString();
        } finally {
            lock.unlock();
        }
    }

    /** The lines that the screen received so far without escape sequences; one that was written over counts as several. */
    List<String> lines() {
        return Stream.of(strip(output()).split("\r*\n|\r+", -1)).toList();
    }

    /** A text without escape sequences. */
    static String strip(String text) {
        return ESCAPES.matcher(text).replaceAll("");
    }

    /** How many columns a line takes on a screen, escape sequences aside. */
    static int width(String line) {
        String visible = strip(line);
        return visible.codePointCount(0, visible.length());
    }

    /** Ends what still runs. */
    @Override
    public void close() {
        script.descendants().forEach(ProcessHandle::destroyForcibly);
        script.destroyForcibly();
    }
}
