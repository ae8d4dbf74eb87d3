package org.interleave.workbench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.interleave.workbench.measure.ForkCost;
import org.interleave.workbench.measure.RunOrder;
import org.interleave.workbench.measure.Schedule;
import org.interleave.workbench.plan.Budget;
import org.interleave.workbench.plan.Configuration;
import org.interleave.workbench.plan.Plan;
import org.interleave.workbench.plan.Repetitions;
import org.interleave.workbench.report.Screen;
import org.interleave.workbench.report.TextTable;
import org.interleave.workbench.report.TextTable.Alignment;
import org.interleave.workbench.report.TextTable.Column;

/** The listing of what a run would measure, what not and why, and how long it would take. */
final class DryRun {

    private static final List<Column> COLUMNS = List.of(
            new Column("experiment", Alignment.LEFT, 4),
            new Column("contender", Alignment.LEFT, 3),
            new Column("workload", Alignment.LEFT, Column.STAYS),
            new Column("strategy", Alignment.LEFT, Column.STAYS),
            new Column("cpus", Alignment.LEFT, 5),
            new Column("parameters", Alignment.LEFT, 2),
            new Column("options", Alignment.LEFT, 1));

    private DryRun() {}

    /** Prints it. */
    static void print(RunOrder order, PrintStream out, Screen screen) {
        Plan plan = order.plan();
        Schedule schedule = order.schedule();
        List<Configuration> configurations = plan.configurations();
        order.known().forEach(fork -> schedule.end(configurations.get(fork.configuration()), fork.millis()));
        TextTable table = new TextTable(COLUMNS);
        for (Plan.Entry entry : plan.entries()) {
            Configuration configuration = entry.configuration();
            table.add(List.of(
                            entry.experiment(),
                            entry.label(),
                            configuration.workload(),
                            configuration.strategy(),
                            configuration.cpus().stream().map(String::valueOf).collect(Collectors.joining(",")),
                            settings(configuration.parameters()),
                            settings(configuration.options()))
                    .stream()
                    .map(screen::text)
                    .toList());
        }
        TextTable.Layout layout = table.layout(screen.width());
        layout.lines().forEach(out::println);
        Consumer<String> print = text -> screen.wrap(text, 2).forEach(out::println);
        if (!layout.leftOut().isEmpty()) {
            print.accept("left out for want of width: " + String.join(", ", layout.leftOut()));
        }
        plan.skipped()
                .forEach(omission -> print.accept(
                        "not run: " + omission.workload() + "/" + omission.strategy() + ": " + omission.reason()));
        Repetitions repetitions = plan.repetitions();
        out.println();
        print.accept(heading(order));
        print.accept("rounds in each fork: until the compiler is quiet to warm up, then " + repetitions.rounds()
                + " measured, more if they are short");
        if (schedule.done() > 0) {
            print.accept("measured already: " + schedule.done() + " of " + schedule.total() + " forks");
        }
        print.accept("it would take about " + Schedule.text(schedule.timeLeft()) + " (" + ForkCost.basis() + ")");
        if (!plan.experiments().isEmpty()) {
            beyond(plan).ifPresent(print);
        }
        out.flush();
    }

    /** What claims may take beyond the forks that every contender has. */
    private static Optional<String> beyond(Plan plan) {
        Budget budget = plan.budget();
        if (budget.mostForks() <= plan.repetitions().forks()) {
            return Optional.empty();
        }
        String limit = budget.time()
                .map(time -> "as long as all forks together take less than " + Schedule.text(time))
                .orElse("no longer than that takes");
        return Optional.of("claims that are undecided then would be measured on, up to " + budget.mostForks()
                + " forks a contender, " + limit);
    }

    /** The plan in one line. */
    static String heading(RunOrder order) {
        int configurations = order.plan().configurations().size();
        int forks = order.plan().repetitions().forks();
        return configurations + (configurations == 1 ? " contender, " : " contenders, ")
                + (forks == 1 ? "one fork" : forks + " forks") + " each in random order, seed "
                + order.header().seed();
    }

    private static String settings(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }
}
