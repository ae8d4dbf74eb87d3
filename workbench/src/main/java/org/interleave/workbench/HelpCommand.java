package org.interleave.workbench;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.interleave.core.InvalidInputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that shows what another command does. */
@Command(name = "help", description = "Shows what a command does, and its options.", helpCommand = true)
final class HelpCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command (default: the program itself).")
    private Optional<String> name = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandLine program = spec.parent().commandLine();
        CommandLine command = name.map(known -> command(program, known)).orElse(program);
        command.usage(spec.commandLine().getOut());
        return Main.DONE;
    }

    private static CommandLine command(CommandLine program, String name) {
        CommandLine command = program.getSubcommands().get(name);
        if (command == null) {
            throw InvalidInputException.unknown(
                    "command", name, program.getSubcommands().keySet());
        }
        return command;
    }
}
