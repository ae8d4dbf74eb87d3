package org.interleave.workbench.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.interleave.core.Printable;
import org.interleave.core.Round;

/**
 * The names of a run's tasks, by their places in the order of submission: a task's role, and its place where several have the
 * same or its workload names none.
 */
final class TaskNames {

    /** Of tasks that their workload calls nothing. */
    static final TaskNames WITHOUT_ROLES = new TaskNames(Map.of());

    private static final String ROLE_OF_ANY = "task";
    private static final String NO_TASK = "no task";
    private static final int MOST_CHARACTERS = 40;

    private final Map<Integer, String> roles;
    private final Map<String, Long> sizes;

    private TaskNames(Map<Integer, String> roles) {
        this.roles = Map.copyOf(roles);
        sizes = roles.values().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** The names of tasks, as their round has them. */
    static TaskNames of(Round<?> round, List<? extends TaskEvents> tasks) {
        Map<Integer, String> roles = new HashMap<>();
        for (TaskEvents events : tasks) {
            int task = events.task();
            if (task < 0) {
                continue;
            }
            Optional<String> role =
                    Objects.requireNonNull(round.role(task), () -> "role(" + task + ") of a round is null");
            role.map(text -> Printable.line(text.strip(), MOST_CHARACTERS))
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> roles.put(task, text));
        }
        return new TaskNames(roles);
    }

    /** What a task is called; a number below zero stands for a thread that ran none. */
    String name(int task) {
        if (task < 0) {
            return NO_TASK;
        }
        String role = role(task);
        return sizes.getOrDefault(role, 0L) == 1 ? role : role + " " + task;
    }

    /** What a task is to the others. */
    String role(int task) {
        return task < 0 ? NO_TASK : roles.getOrDefault(task, ROLE_OF_ANY);
    }
}
