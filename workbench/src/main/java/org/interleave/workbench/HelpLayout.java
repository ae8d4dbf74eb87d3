package org.interleave.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.interleave.workbench.report.Screen;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The layout of a command line's help on a screen: lines are broken between words only, and on a narrow screen what an
 * option means stands below it. (picocli's own layout breaks at hyphens, and takes 55 columns at least.)
 */
final class HelpLayout {

    /** In a pipe, and on wide screens: longer lines are hard to read. */
    private static final int MOST_COLUMNS = 100;

    private static final int USUAL_COLUMNS = 80;

    /** Where descriptions begin, and how wide a screen has to be for them to stand beside what they describe. */
    private static final int DESCRIPTIONS = 26;

    private static final int ROOM_FOR_TWO = 70;

    /** picocli's synopsis is to come in one line. */
    private static final int ONE_LINE = 100_000;

    private final Screen screen;

    private HelpLayout(Screen screen) {
        int columns = screen.width() == Screen.UNBOUNDED ? USUAL_COLUMNS : Math.min(screen.width(), MOST_COLUMNS);
        this.screen = new Screen(columns, screen.colour(), screen.charset());
    }

    /** Lays out the help of a program's commands so. */
    static void install(CommandLine program, Screen screen) {
        HelpLayout layout = new HelpLayout(screen);
        layout.install(program);
    }

    private void install(CommandLine command) {
        command.setUsageHelpWidth(ONE_LINE);
        Map<String, IHelpSectionRenderer> sections = command.getHelpSectionMap();
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING, help -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, this::synopsis);
        sections.put(
                UsageMessageSpec.SECTION_KEY_DESCRIPTION,
                help -> paragraphs(help.commandSpec().usageMessage().description()));
        sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, this::parameters);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, this::options);
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, this::commands);
        sections.put(
                UsageMessageSpec.SECTION_KEY_FOOTER,
                help -> paragraphs(help.commandSpec().usageMessage().footer()));
        command.getSubcommands().values().forEach(this::install);
    }

    private String synopsis(Help help) {
        String synopsis = CommandLine.Help.Ansi.OFF.string(help.synopsis(0)).strip();
        return lines(screen.wrap("Usage: " + plain(synopsis), 7).stream());
    }

    private static String plain(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    private String paragraphs(String... paragraphs) {
        return lines(Stream.of(paragraphs)
                .flatMap(paragraph -> screen
                        .wrap(
                                paragraph,
                                paragraph.length()
                                        - paragraph.stripLeading().length()
                                        + (paragraph.startsWith(" ") ? 4 : 0))
                        .stream()));
    }

    private String parameters(Help help) {
        return lines(help.commandSpec().positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .flatMap(parameter -> entry(help, "      " + parameter.paramLabel(), parameter.description())));
    }

    private String options(Help help) {
        return lines(help.commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> entry(help, term(option), option.description())));
    }

    /** A short name stands in a column of its own. */
    private static String term(OptionSpec option) {
        List<String> names = List.of(option.names());
        String value = option.arity().max() > 0 ? "=" + option.paramLabel() : "";
        return (names.getFirst().startsWith("--") ? "      " : "  ") + String.join(", ", names) + value;
    }

    /** Of each command what its description begins with. */
    private String commands(Help help) {
        return lines(help.commandSpec().subcommands().entrySet().stream().flatMap(command -> {
            String[] description =
                    command.getValue().getCommandSpec().usageMessage().description();
            return entry(help, "  " + command.getKey(), description[0]);
        }));
    }

    /** A term and what it means, beside or below it. */
    private Stream<String> entry(Help help, String term, String... description) {
        boolean beside = screen.width() >= ROOM_FOR_TWO;
        String indent = " ".repeat(beside ? DESCRIPTIONS : 8);
        List<String> lines = new ArrayList<>();
        for (String paragraph : description) {
            lines.addAll(screen.wrap(indent + paragraph, indent.length()));
        }
        List<String> terms = screen.wrap(term, 8);
        boolean sameLine = beside && terms.size() == 1 && term.length() < DESCRIPTIONS - 1 && !lines.isEmpty();
        if (!sameLine) {
            return Stream.concat(terms.stream().map(line -> painted(help, line)), lines.stream());
        }
        String first = painted(help, term) + lines.getFirst().substring(term.length());
        return Stream.concat(Stream.of(first), lines.stream().skip(1));
    }

    private static String painted(Help help, String term) {
        String name = term.stripLeading();
        return term.substring(0, term.length() - name.length())
                + help.colorScheme().optionText(name);
    }

    private static String lines(Stream<String> lines) {
        return lines.map(line -> line + System.lineSeparator()).collect(Collectors.joining());
    }
}
