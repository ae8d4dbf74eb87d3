package org.interleave.processes;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import org.interleave.core.Completion;
import org.interleave.core.Tick;

/** What became of tasks while processes were killed, told in one line. Used by one thread at a time. */
final class KillTally {

    /** A task that was lost says with whom, or after whom nobody was left. */
    private static final Pattern NAMED = Pattern.compile(
            "(task \\d+ was lost with|no worker is left to run task \\d+; the last was) worker-\\d+ pid \\d+( on [0-9.:]+)?"
                    + ", which .*(SIGKILL|node).*",
            Pattern.DOTALL);

    private int kills;
    private long tasks;
    private long lost;
    private long unnamed;
    private long doubled;
    private long wrong;
    private int hung;
    private int processesLeft;
    private int filesLeft;
    private String example = "";

    void killed(int count) {
        kills += count;
    }

    /** A run, or the end of something, that was waited for in vain. */
    void hung() {
        hung++;
    }

    /** What was still there when nothing should have been. */
    void left(int processes, List<String> files) {
        processesLeft += processes;
        filesLeft += files.size();
        if (!files.isEmpty()) {
            example = files.getFirst();
        }
    }

    /**
     * Accounts for every task of a run of {@link Tasks.Counted}.
     *
     * @param beginnings the numbers of tasks as they began, one for each time
     * @param mayBeginAgain which of them are idempotent
     */
    void account(
            int expected, List<Completion<Long>> completions, List<String> beginnings, IntPredicate mayBeginAgain) {
        tasks += expected;
        unnamed += Math.max(0, expected - completions.size());
        doubled += Math.max(0, completions.size() - expected);
        Set<String> once = new HashSet<>();
        doubled += beginnings.stream()
                .filter(number -> !once.add(number) && !mayBeginAgain.test(Integer.parseInt(number)))
                .count();
        for (int task = 0; task < completions.size(); task++) {
            account(task, completions.get(task), once);
        }
    }

    private void account(int task, Completion<Long> completion, Set<String> begun) {
        if (completion instanceof Completion.Succeeded<Long> succeeded) {
            boolean right = succeeded.result() == Tick.jump(task + 1, Tasks.Counted.TICKS)
                    && begun.contains(Integer.toString(task));
            wrong += right ? 0 : 1;
        } else if (completion instanceof Completion.Failed<Long> failed
                && NAMED.matcher(failed.failure().message()).matches()) {
            lost++;
        } else {
            unnamed++;
            example = completion.toString();
        }
    }

    /** How many tasks were lost with a name. */
    long lost() {
        return lost;
    }

    /** Whether nothing happened that must not. */
    boolean clean() {
        return unnamed + doubled + wrong + hung + processesLeft + filesLeft == 0;
    }

    @Override
    public String toString() {
        return kills + " kills, " + tasks + " tasks, " + lost + " lost with a name, " + unnamed
                + " lost without a name, "
                + doubled + " doubled, " + wrong + " wrong, " + hung + " hung; left: " + processesLeft + " processes, "
                + filesLeft + " files and rings" + (example.isEmpty() ? "" : " (" + example + ")");
    }
}
