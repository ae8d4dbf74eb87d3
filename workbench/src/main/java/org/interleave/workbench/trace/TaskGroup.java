package org.interleave.workbench.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/**
 * Tasks that are told of as one: each by itself as long as they are few, those of a role together where they are many.
 *
 * @param name what they are called
 * @param places their places among the tasks of the timeline
 */
record TaskGroup(String name, List<Integer> places) {

    /** The most groups. */
    static final int MOST = 12;

    private static final String OTHER = "other";

    /** Takes a copy. */
    TaskGroup {
        places = List.copyOf(places);
    }

    /** The number of tasks. */
    int size() {
        return places.size();
    }

    /** All tasks of a timeline, in as many groups as can be told of, the first task's first. */
    static List<TaskGroup> of(Timeline timeline) {
        TaskNames names = timeline.names();
        List<? extends TaskEvents> tasks = timeline.tasks();
        if (tasks.size() <= MOST) {
            return IntStream.range(0, tasks.size())
                    .mapToObj(place -> new TaskGroup(names.name(tasks.get(place).task()), List.of(place)))
                    .toList();
        }
        SequencedMap<String, List<Integer>> roles = new LinkedHashMap<>();
        for (int place = 0; place < tasks.size(); place++) {
            String role = names.role(tasks.get(place).task());
            roles.computeIfAbsent(role, first -> new ArrayList<>()).add(place);
        }
        List<TaskGroup> groups = roles.entrySet().stream()
                .map(role -> {
                    List<Integer> places = role.getValue();
                    return places.size() == 1
                            ? new TaskGroup(
                                    names.name(tasks.get(places.getFirst()).task()), places)
                            : new TaskGroup(several(places.size(), role.getKey()), places);
                })
                .toList();
        return groups.size() <= MOST ? groups : cut(groups);
    }

    private static String several(int tasks, String role) {
        return tasks + " × " + role;
    }

    /** The smallest are put together. */
    private static List<TaskGroup> cut(List<TaskGroup> groups) {
        List<TaskGroup> largest = groups.stream()
                .sorted(Comparator.comparingInt(TaskGroup::size).reversed())
                .limit(MOST - 1)
                .toList();
        List<TaskGroup> few = new ArrayList<>(groups);
        few.retainAll(largest);
        List<Integer> others = groups.stream()
                .filter(group -> !few.contains(group))
                .flatMap(group -> group.places().stream())
                .toList();
        few.add(new TaskGroup(several(others.size(), OTHER), others));
        return few;
    }
}
