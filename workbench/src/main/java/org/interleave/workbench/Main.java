package org.interleave.workbench;

import java.io.PrintWriter;
import org.interleave.core.InvalidInputException;
import org.interleave.core.StrategyException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The program. */
@Command(
        name = "interleave",
        description =
                "Runs the same tasks under every concurrency strategy and shows, with numbers you can trust, which"
                        + " one to choose.",
        mixinStandardHelpOptions = true,
        versionProvider = Build.class,
        subcommands = {RunCommand.class, ListCommand.class, TraceCommand.class, NodeCommand.class},
        footer = {
            "",
            "Exit status: 0 done, 1 a claim was refuted, 2 wrong use,",
            "3 a strategy failed or gave a wrong result, 74 output could not be written,",
            "130 interrupted."
        })
public final class Main implements Runnable {

    /** Done, and no claim was refuted. */
    static final int DONE = 0;

    /** A claim was refuted. */
    static final int CLAIM_REFUTED = 1;

    /** The command line, or what it names, is wrong. */
    static final int WRONG_USE = 2;

    /** A strategy failed or gave a wrong result. */
    static final int STRATEGY_FAILED = 3;

    /** What was found out could not be written: {@code EX_IOERR} of sysexits.h. */
    static final int OUTPUT_LOST = 74;

    /** Ctrl-C came before all was measured. */
    static final int INTERRUPTED = 130;

    /** Made by picocli. */
    public Main() {}

    /** Runs the program and exits. */
    public static void main(String[] arguments) {
        int status = commandLine().execute(arguments);
        System.exit(status);
    }

    /** The command line, with our manners when something is wrong: one line, and exit status 2. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.colour() ? Ansi.ON : Ansi.OFF));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((thrown, arguments) -> wrongUse(thrown));
        commandLine.setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command));
        return commandLine;
    }

    private static int wrongUse(ParameterException thrown) {
        CommandLine command = thrown.getCommandLine();
        complain(
                command, firstLine(thrown) + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
        return WRONG_USE;
    }

    private static int failed(Exception thrown, CommandLine command) throws Exception {
        return switch (thrown) {
            case InvalidInputException invalid -> {
                complain(command, firstLine(invalid));
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
            default -> throw thrown;
        };
    }

    private static String firstLine(Exception thrown) {
        return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("wrong use");
    }

    private static void complain(CommandLine command, String message) {
        PrintWriter err = command.getErr();
        err.println("interleave: " + message);
        err.flush();
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
