package org.interleave.core.runtime;

import java.util.function.Supplier;
import org.interleave.core.Cell;

/**
 * The protection of the cells that the tasks of a run share.
 *
 * @param cell makes a cell, zero at first
 * @param exact whether the strategy vouches that no update of such a cell is lost
 */
public record Cells(Supplier<? extends Cell> cell, boolean exact) {

    /** Cells that nothing protects but what else the tasks hold while they run. */
    public static final Cells UNPROTECTED = new Cells(PlainCell::new, false);
}
