package org.interleave.workbench;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.OptionalInt;
import org.interleave.workbench.machine.LibC;
import org.interleave.workbench.measure.Progress;
import org.interleave.workbench.measure.Schedule;
import org.interleave.workbench.report.Screen;

/** The standard streams as the program's output needs them: whether they are terminals, how wide, in which encoding. */
final class Terminal {

    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;

    /** Of a terminal that does not know its own width, as one on a serial line. */
    private static final int USUAL_WIDTH = 80;

    private Terminal() {}

    /** What standard output is laid out for. */
    static Screen screen() {
        return new Screen(width(), colour(), charset("stdout.encoding"));
    }

    /** What standard error is laid out for. */
    static Screen errorScreen() {
        return new Screen(width(STANDARD_ERROR), false, charset("stderr.encoding"));
    }

    /** Whether standard output is a terminal on which a line can be written over: one that is not dumb. */
    static boolean interactive() {
        return columns(STANDARD_OUTPUT).isPresent() && !isDumb();
    }

    /** Whether to use colour: on a terminal that is not dumb, unless {@code NO_COLOR} is set. */
    static boolean colour() {
        String noColor = System.getenv("NO_COLOR");
        return interactive() && (noColor == null || noColor.isEmpty());
    }

    /** The width of standard output in columns: {@link Screen#UNBOUNDED} where it is no terminal. */
    static int width() {
        return width(STANDARD_OUTPUT);
    }

    /** The narrower of what {@code COLUMNS} and the terminal say: it may have become narrower, and may be said to be. */
    private static int width(int descriptor) {
        OptionalInt columns = columns(descriptor);
        if (columns.isEmpty()) {
            return Screen.UNBOUNDED;
        }
        int asked = columns.getAsInt() > 0 ? columns.getAsInt() : Screen.UNBOUNDED;
        String variable = System.getenv("COLUMNS");
        boolean said = variable != null && variable.matches("[1-9][0-9]{0,4}");
        int narrower = Math.min(asked, said ? Integer.parseInt(variable) : Screen.UNBOUNDED);
        return narrower == Screen.UNBOUNDED ? USUAL_WIDTH : narrower;
    }

    /** Empty if it is no terminal, 0 if it is one of unknown width. */
    @SuppressWarnings("SystemConsoleNull") // null where the JVM runs without a console provider
    private static OptionalInt columns(int descriptor) {
        if (LibC.AVAILABLE) {
            return LibC.terminalColumns(descriptor);
        }
        Console console = System.console();
        return console != null && console.isTerminal() ? OptionalInt.of(0) : OptionalInt.empty();
    }

    private static boolean isDumb() {
        String terminal = System.getenv("TERM");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return (terminal == null || terminal.isEmpty()) ? !windows : terminal.equals("dumb");
    }

    /** The encoding of a standard stream, which the JVM says in this property. */
    static Charset charset(String property) {
        try {
            return Charset.forName(System.getProperty(property, ""));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Charset.defaultCharset();
        }
    }

    /** Shows it on the terminal, or tells it in lines where there is none. */
    static Progress progress(PrintStream out, String unit, Schedule schedule) {
        return interactive()
                ? new BarProgress(out, unit, schedule, Terminal::width)
                : new LineProgress(out, unit, schedule);
    }
}
