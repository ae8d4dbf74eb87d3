package org.interleave.workbench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.interleave.core.catalog.ProviderName;
import org.junit.jupiter.api.Test;

class ForkOrderTest {

    @Test
    void anOrderComesBackFromItsLine() {
        ForkOrder order = new ForkOrder(
                "count=down&",
                Map.of("count", "5M", "odd name", "a=b&c%\n"),
                "threads",
                Map.of(),
                Optional.of("/tmp/a b"),
                Set.of(
                        new ProviderName("org.acme.Service", "org.acme.One"),
                        new ProviderName("org.acme.Service$Inner", "org.acme.Two$Inner")),
                5,
                false);

        assertThat(order.line()).doesNotContain("\n");
        assertThat(ForkOrder.parse(order.line())).isEqualTo(order);
        assertThat(ForkOrder.parse(order.thenTraced().line()))
                .isEqualTo(order.thenTraced())
                .isNotEqualTo(order);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> ForkOrder.parse("workload=countdown"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the order has no parameters");
    }
}
