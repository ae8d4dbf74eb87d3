package org.interleave.workbench.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.interleave.core.Printable;
import org.interleave.workbench.report.LockExcerpt;

/**
 * The colours of tasks in a chart of a lock's timeline, the same for all its lanes, and heights that go with them: of each task as
 * long as they are few, or else of each role; where these are too many too, of the tasks that held the lock the longest, and
 * one of all others.
 */
final class TaskColours {

    /** More could not be told apart. */
    static final int MOST = 6;

    private static final int MOST_OF_NAME = 40;
    private static final int LANE = 26;
    private static final int STEP = 3;

    private final Function<LockExcerpt.Task, String> key;
    private final List<String> keys;
    private final boolean others;

    private TaskColours(Function<LockExcerpt.Task, String> key, List<String> keys, boolean others) {
        this.key = key;
        this.keys = List.copyOf(keys);
        this.others = others;
    }

    /** Those of the tasks of some excerpts. */
    static TaskColours of(List<LockExcerpt> excerpts) {
        List<String> names = distinct(excerpts, LockExcerpt.Task::name);
        List<String> roles = distinct(excerpts, LockExcerpt.Task::role);
        if (names.size() <= MOST) {
            return new TaskColours(LockExcerpt.Task::name, names, false);
        }
        if (roles.size() > 1 && roles.size() <= MOST) {
            return new TaskColours(LockExcerpt.Task::role, roles, false);
        }
        Map<String, Double> held = new LinkedHashMap<>();
        for (LockExcerpt excerpt : excerpts) {
            for (int task = 0; task < excerpt.tasks().size(); task++) {
                double share = (double) excerpt.heldNanos(task) / excerpt.nanos();
                held.merge(excerpt.tasks().get(task).name(), share, Double::sum);
            }
        }
        List<String> longest = held.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .toList();
        List<String> shown = new ArrayList<>(names);
        shown.retainAll(longest);
        return new TaskColours(LockExcerpt.Task::name, shown, true);
    }

    private static List<String> distinct(List<LockExcerpt> excerpts, Function<LockExcerpt.Task, String> key) {
        return excerpts.stream()
                .flatMap(excerpt -> excerpt.tasks().stream())
                .map(key)
                .distinct()
                .toList();
    }

    /** Which colour a task has: its place in the legend. */
    int colour(LockExcerpt.Task task) {
        int place = keys.indexOf(key.apply(task));
        return place < 0 ? keys.size() : place;
    }

    /** What each colour stands for, in their order. */
    List<String> legend() {
        List<String> legend = keys.stream()
                .map(name -> Printable.line(name, MOST_OF_NAME))
                .collect(Collectors.toCollection(ArrayList::new));
        if (others) {
            legend.add("others");
        }
        return legend;
    }

    /** The class of what has a colour. */
    static String kind(int colour) {
        return "held-" + colour;
    }

    /** The height of what has a colour, in a lane that is {@value #LANE} pixels high. */
    static int height(int colour) {
        return LANE - STEP * colour;
    }
}
