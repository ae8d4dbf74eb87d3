package org.interleave.testkit;

import java.util.ArrayList;
import java.util.List;
import org.interleave.core.Cell;
import org.interleave.core.runtime.Cells;
import org.interleave.core.runtime.PlainCell;

/** Faults in shared cells. */
final class CellFaults {

    private CellFaults() {}

    /** Drops a store now and then, and says that it never does. */
    static final class LosesUpdates extends ReferenceExecution {

        private static final int NOW_AND_THEN = 1_000;

        @Override
        protected Cells cells() {
            return new Cells(LosesUpdates::newCell, true);
        }

        private static Cell newCell() {
            return new Cell() {
                private long value;
                private int stores;

                @Override
                public synchronized long load() {
                    return value;
                }

                @Override
                public synchronized boolean store(long loaded, long newValue) {
                    if (loaded != value) {
                        return false;
                    }
                    stores++;
                    if (stores % NOW_AND_THEN != 0) {
                        value = newValue;
                    }
                    return true;
                }
            };
        }
    }

    /** Uses the cells of the run before. */
    static final class KeepsCells extends ReferenceExecution {

        private final List<Cell> cells = new ArrayList<>(List.of(new PlainCell(), new PlainCell()));

        @Override
        protected Cells cells() {
            return new Cells(this::next, false);
        }

        private Cell next() {
            Cell cell = cells.removeFirst();
            cells.add(cell);
            return cell;
        }
    }
}
