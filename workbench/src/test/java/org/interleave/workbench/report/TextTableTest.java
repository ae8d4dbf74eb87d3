package org.interleave.workbench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.interleave.workbench.report.TextTable.Alignment;
import org.interleave.workbench.report.TextTable.Column;
import org.junit.jupiter.api.Test;

class TextTableTest {

    private final TextTable table = new TextTable(List.of(
            new Column("name", Alignment.LEFT, Column.STAYS),
            new Column("first", Alignment.LEFT, 0),
            new Column("second", Alignment.RIGHT, 1)));

    @Test
    void alignsCellsUnderHeadings() {
        table.add(List.of("a", "×≈µ", "1"));
        table.add(List.of("longer", "", "12345678"));
        assertThat(table.layout(80).lines())
                .containsExactly(
                        "name    first    second", //
                        "a       ×≈µ           1", //
                        "longer         12345678");
    }

    @Test
    void leavesOutTheLeastImportantColumnsFirst() {
        table.add(List.of("a", "b", "c"));
        assertThat(table.layout(19).leftOut()).isEmpty();
        assertThat(table.layout(18).leftOut()).containsExactly("first");
        assertThat(table.layout(11).leftOut()).containsExactly("first", "second");
        assertThat(table.layout(0).leftOut()).containsExactly("first", "second");
        assertThat(table.layout(18).lines()).containsExactly("name  second", "a          c");
    }

    @Test
    void headingsTakeSeveralLinesBeforeAColumnIsLeftOut() {
        TextTable wide = new TextTable(List.of(
                new Column("name", Alignment.LEFT, Column.STAYS), new Column("vol. switches", Alignment.RIGHT, 1)));
        wide.add(List.of("threads", "12"));
        assertThat(wide.layout(22).lines()).containsExactly("name     vol. switches", "threads             12");
        assertThat(wide.layout(21).lines())
                .containsExactly(
                        "             vol.", //
                        "name     switches",
                        "threads        12");
    }

    @Test
    void longNamesAreWrappedBetweenWordsAndShortOnesIfNothingElseHelps() {
        TextTable names = new TextTable(
                List.of(new Column("strategy", Alignment.LEFT, Column.STAYS), new Column("wall", Alignment.RIGHT, 1)));
        names.add(List.of("giant-lock-timed tasks=2 interval=500us", "1 ms"));
        names.add(List.of("threads", "2 ms"));
        assertThat(names.layout(32).lines())
                .containsExactly(
                        "strategy                    wall",
                        "giant-lock-timed tasks=2    1 ms",
                        "  interval=500us",
                        "threads                     2 ms");
        assertThat(names.layout(16).lines())
                .containsExactly(
                        "strategy", //
                        "giant-lock-timed",
                        "  tasks=2",
                        "  interval=500us",
                        "threads");
    }

    @Test
    void wantsACellForEachColumn() {
        assertThatIllegalArgumentException().isThrownBy(() -> table.add(List.of("a")));
    }
}
