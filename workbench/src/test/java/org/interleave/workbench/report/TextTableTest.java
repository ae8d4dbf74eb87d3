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
        assertThat(table.lines(table.fitting(80)))
                .containsExactly(
                        "name    first    second", //
                        "a       ×≈µ           1", //
                        "longer         12345678");
    }

    @Test
    void leavesOutTheLeastImportantColumnsFirst() {
        table.add(List.of("a", "b", "c"));
        assertThat(table.fitting(19)).containsExactly(0, 1, 2);
        assertThat(table.fitting(18)).containsExactly(0, 2);
        assertThat(table.fitting(11)).containsExactly(0);
        assertThat(table.fitting(0)).containsExactly(0);
        assertThat(table.lines(table.fitting(18))).containsExactly("name  second", "a          c");
    }

    @Test
    void wantsACellForEachColumn() {
        assertThatIllegalArgumentException().isThrownBy(() -> table.add(List.of("a")));
    }
}
