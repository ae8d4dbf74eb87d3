package org.interleave.threads;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.interleave.core.Cell;
import org.interleave.core.runtime.PlainCell;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Additions in load, add and store are atomic on a protected cell, checked by running small random scenarios in many
 * interleavings.
 */
@Tag("thorough")
class CellModelTest {

    @ParameterizedTest
    @ValueSource(classes = {OnFineGrained.class, OnLockFree.class})
    void additionsAreAtomic(Class<?> model) {
        check(model);
    }

    @Test
    void lackOfProtectionIsFound() {
        assertThatThrownBy(() -> check(OnPlain.class)).isInstanceOf(LincheckAssertionError.class);
    }

    private static void check(Class<?> model) {
        new ModelCheckingOptions()
                .iterations(10)
                .invocationsPerIteration(2_000)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(1)
                .check(model);
    }

    abstract static class Model {

        private final Cell cell;

        Model(Cell cell) {
            this.cell = cell;
        }

        @Operation
        public long addOne() {
            return add(1);
        }

        @Operation
        public long addMillion() {
            return add(1_000_000);
        }

        private long add(long amount) {
            while (true) {
                long loaded = cell.load();
                if (cell.store(loaded, loaded + amount)) {
                    return loaded + amount;
                }
            }
        }

        @Operation
        public long read() {
            return cell.load();
        }
    }

    public static final class OnFineGrained extends Model {

        public OnFineGrained() {
            super(new FineGrainedCell());
        }
    }

    public static final class OnLockFree extends Model {

        public OnLockFree() {
            super(new LockFreeCell());
        }
    }

    public static final class OnPlain extends Model {

        public OnPlain() {
            super(new PlainCell());
        }
    }
}
