package org.interleave.core.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.interleave.core.Cell;

/**
 * A cell that nothing protects: a store always succeeds, and overwrites whatever another task stored since the load.
 *
 * <p>Access is opaque, which on the machine is a plain load or store: a value is never torn and eventually seen, and
 * the compiler does not keep it in a register, as an interpreter would not.
 */
public final class PlainCell implements Cell {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(PlainCell.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // accessed through VALUE
    private long value;

    /** A cell of zero. */
    public PlainCell() {}

    @Override
    public long load() {
        return (long) VALUE.getOpaque(this);
    }

    @Override
    public boolean store(long loaded, long newValue) {
        VALUE.setOpaque(this, newValue);
        return true;
    }
}
