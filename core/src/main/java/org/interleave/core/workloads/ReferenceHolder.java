package org.interleave.core.workloads;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;
import org.interleave.core.Cell;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.workloads.ReferenceCounts.Counted;

/**
 * Retains and releases objects at random, the same on every run, without ever giving up its last reference to one; then
 * releases all it has. What it finds freed it goes on using, as a program would.
 *
 * <p>Cells start at zero and every task with a reference to every object, so the count of an object is its cell's value
 * and the number of tasks.
 */
final class ReferenceHolder implements Task<Counted> {

    private static final long serialVersionUID = 1;

    private final long firstChoice;
    private final long tasks;
    private final long operations;
    private final long perTick;
    private final int[] held;
    private final int[] frees;
    private final BitSet foundFreed = new BitSet();
    private long chosen;
    private int object;
    private int change;
    private long attempts;
    private long retains;
    private long releases;
    private long state;

    ReferenceHolder(long task, long tasks, int objects, long operations, long perTick) {
        this.tasks = tasks;
        this.operations = operations;
        this.perTick = perTick;
        firstChoice = task * operations;
        held = new int[objects];
        Arrays.fill(held, 1);
        frees = new int[objects];
        state = Tick.seed(task);
        choose();
    }

    @Override
    public Step<Counted> advance(Turn turn) {
        int ticks = turn.ticks();
        while (object < held.length) {
            if (ticks-- == 0) {
                return Step.ready();
            }
            state = Tick.run(state, 1);
            for (long left = perTick; left > 0 && object < held.length; left--) {
                if (changeCount(turn.cell(object))) {
                    choose();
                }
            }
        }
        return Step.done(new Counted(
                attempts,
                retains,
                releases,
                Arrays.stream(frees).boxed().toList(),
                foundFreed.stream().boxed().collect(Collectors.toSet()),
                state));
    }

    /** What to do next: at random, or in the end release the next that it has. */
    private void choose() {
        if (chosen < operations) {
            long choice = Tick.seed(firstChoice + chosen++);
            object = (int) Math.unsignedMultiplyHigh(choice << 1, held.length);
            change = choice < 0 || held[object] == 1 ? 1 : -1;
            return;
        }
        if (chosen++ == operations) {
            object = 0;
        }
        change = -1;
        while (object < held.length && held[object] == 0) {
            object++;
        }
    }

    /** One attempt; true if it succeeded. */
    private boolean changeCount(Cell cell) {
        long loaded = cell.load();
        attempts++;
        if (tasks + loaded <= 0) {
            foundFreed.set(object);
        }
        if (!cell.store(loaded, loaded + change)) {
            return false;
        }
        held[object] += change;
        if (change > 0) {
            retains++;
        } else {
            releases++;
            if (tasks + loaded == 1) {
                frees[object]++;
            }
        }
        return true;
    }
}
