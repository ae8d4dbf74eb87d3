package org.interleave.workbench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Printable;
import org.interleave.core.StrategyException;
import org.interleave.core.catalog.Refusal;
import org.interleave.workbench.machine.Build;
import org.interleave.workbench.measure.TemporaryFiles;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.suite.SuiteMistakes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's main class: reads the command line, runs a command, and tells failures in one line and an exit status. */
@Command(
        name = "interleave",
        description =
                "Runs the same tasks under every concurrency strategy and shows, with numbers you can trust, which"
                        + " one to choose.",
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        subcommands = {
            RunCommand.class,
            NoiseCommand.class,
            ScaleCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            AdviseCommand.class,
            ListCommand.class,
            TraceCommand.class,
            NodeCommand.class,
            DoctorCommand.class,
            SuiteCommand.class,
            InitCommand.class,
            CheckCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Exit status:",
            "    0  done",
            "    1  a claim was refuted; compare: something is slower, missing or invalid; check: a check failed;"
                    + " doctor: something spoils measurements",
            "    2  wrong use, told in one line",
            "    3  a strategy failed or gave a wrong result",
            "   70  something happened that should not; the line says which file has the stack trace (in the directory"
                    + " for temporary files; on standard error if it cannot be written)",
            "   74  what was to be printed or written could not be, as on a full disk",
            "  130  interrupted by Ctrl-C",
            "  141  nobody reads the output any more, as in \"interleave list | head -1\""
        })
public final class Main implements Runnable {

    /** Done, and no claim was refuted. */
    public static final int DONE = 0;

    /** A claim was refuted. */
    static final int CLAIM_REFUTED = 1;

    /** What was compared has become slower, or the machine spoils measurements. */
    static final int NEGATIVE = 1;

    /** The command line, or what it names, is wrong. */
    public static final int WRONG_USE = 2;

    /** A strategy failed or gave a wrong result. */
    static final int STRATEGY_FAILED = 3;

    /** What should not happen: {@code EX_SOFTWARE} of sysexits.h. */
    static final int UNEXPECTED = 70;

    /** What was found out could not be written: {@code EX_IOERR} of sysexits.h. */
    static final int OUTPUT_LOST = 74;

    /** Standard output is a pipe that nobody reads any more: the status of what SIGPIPE ended. */
    static final int PIPE_CLOSED = 141;

    /** Ctrl-C came before all was measured. */
    static final int INTERRUPTED = 130;

    /** Made by picocli. */
    public Main() {}

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the program and exits. */
    public static void main(String[] arguments) {
        int status = UNEXPECTED;
        try {
            StandardStream output = StandardStream.installAsOutput();
            StandardStream.installAsError();
            TemporaryFiles.begin();
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> complain(CrashReport.of(thrown)));
            status = written(output, commandLine().execute(arguments));
        } catch (Throwable thrown) { // errors too: the JVM's own status would be that of a refuted claim
            complain(CrashReport.of(thrown));
        } finally {
            System.exit(status);
        }
    }

    /** Output that was lost is an error, where there would be none else. */
    private static int written(StandardStream output, int status) {
        Optional<IOException> failure = output.failure();
        if (failure.isEmpty() || (status != DONE && status != CLAIM_REFUTED)) {
            return status;
        }
        if (StandardStream.isClosedPipe(failure.get())) {
            return PIPE_CLOSED;
        }
        complain("standard output is incomplete: " + failure.get().getMessage());
        return OUTPUT_LOST;
    }

    /** The command line, with our manners when something is wrong: one line, and exit status 2. */
    static CommandLine commandLine() {
        return commandLine(Terminal.screen());
    }

    /** The command line whose help is laid out for a screen. */
    static CommandLine commandLine(Screen screen) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setOut(new PrintWriter(System.out, true, System.out.charset()));
        commandLine.setErr(new PrintWriter(System.err, true, System.err.charset()));
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(screen.colour() ? Ansi.ON : Ansi.OFF));
        HelpLayout.install(commandLine, screen);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((thrown, arguments) -> wrongUse(thrown));
        commandLine.setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command));
        commandLine.setExitCodeExceptionMapper(thrown -> UNEXPECTED);
        return commandLine;
    }

    private static int wrongUse(ParameterException thrown) {
        CommandLine command = thrown.getCommandLine();
        String help = " (see " + command.getCommandSpec().qualifiedName() + " --help)";
        complain(
                command,
                thrown instanceof UnmatchedArgumentException unmatched
                        ? unknown(unmatched, command.getCommandSpec(), help)
                        : firstLine(thrown) + help);
        return WRONG_USE;
    }

    /** Says what it may have been meant to be. */
    private static String unknown(UnmatchedArgumentException thrown, CommandSpec command, String help) {
        String given = thrown.getUnmatched().getFirst();
        if (given.startsWith("-")) {
            List<String> options = command.options().stream()
                    .filter(option -> !option.hidden())
                    .flatMap(option -> Stream.of(option.names()))
                    .filter(name -> name.startsWith("--"))
                    .toList();
            return firstLine(InvalidInputException.unknown("option", given.replaceFirst("=.*", ""), options));
        }
        if (!command.subcommands().isEmpty()) {
            return firstLine(InvalidInputException.unknown(
                    "command", given, command.subcommands().keySet()));
        }
        return "unexpected argument '" + given + "'" + help;
    }

    private static int failed(Exception thrown, CommandLine command) {
        return switch (thrown) {
            case InvalidInputException invalid -> {
                complain(command, firstLine(invalid));
                yield WRONG_USE;
            }
            case SuiteMistakes mistakes -> {
                String.valueOf(mistakes.getMessage()).lines().forEach(command.getErr()::println);
                command.getErr().flush();
                yield WRONG_USE;
            }
            case StrategyException failure -> {
                complain(command, firstLine(failure));
                yield STRATEGY_FAILED;
            }
            case LostOutputException lost -> {
                complain(command, firstLine(lost));
                yield OUTPUT_LOST;
            }
            default -> {
                complain(command, CrashReport.of(thrown));
                yield UNEXPECTED;
            }
        };
    }

    private static String firstLine(Exception thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("wrong use");
    }

    /** Tells what of the plug-ins cannot be used, where the rest goes on without it. */
    static void warn(CommandLine command, List<Refusal> refusals) {
        refusals.forEach(refusal -> complain(command, "warning: " + refusal.line()));
    }

    /** Tells what is wrong, in one line, or in as many as it takes on a terminal. */
    static void complain(CommandLine command, String message) {
        complain(command.getErr(), message);
    }

    private static void complain(String message) {
        complain(new PrintWriter(System.err, true, System.err.charset()), message);
    }

    private static void complain(PrintWriter err, String message) {
        message.lines()
                .limit(1)
                .flatMap(line -> Terminal.errorScreen().wrap("interleave: " + line, 4).stream())
                .forEach(err::println);
        // A stack trace that no file could take.
        message.lines()
                .skip(1)
                .map(line -> Printable.line(line.replace("\t", "    ")))
                .forEach(err::println);
        err.flush();
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
