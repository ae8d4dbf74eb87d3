package org.interleave.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainCellTest {

    @Test
    void startsAtZeroAndKeepsWhatIsStored() {
        PlainCell cell = new PlainCell();
        assertThat(cell.load()).isZero();
        assertThat(cell.store(0, Long.MIN_VALUE)).isTrue();
        assertThat(cell.load()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void storesOverWhatAnotherStoredSinceTheLoad() {
        PlainCell cell = new PlainCell();
        long loaded = cell.load();
        cell.store(loaded, loaded + 1_000_000);
        assertThat(cell.store(loaded, loaded + 1)).isTrue();
        assertThat(cell.load()).as("the update in between is lost").isEqualTo(1);
    }
}
