package org.interleave.core.workloads.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.interleave.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "wait:70,compute:20,native:10; compute:20,wait:70,native:10",
                " wait : 70% , compute:30%; compute:30,wait:70",
                "cell:0.25,message:1.5,blocking:0; message:1.5,cell:0.25",
                "compute:0.000001; compute:0.000001",
                "compute:100000; compute:100000",
            })
    void weightsAreWrittenAsTheyAreRead(String text, String canonical) {
        Shares shares = Shares.parse(text);
        assertThat(shares).hasToString(canonical).isEqualTo(Shares.parse(canonical));
        assertThat(Shares.parse(shares.toString())).hasSameHashCodeAs(shares);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; is not a list of kinds and their weights",
                "wait; is not a list",
                "wait:; is not a list",
                "wait:-1; is not a list",
                "wait=1; is not a list",
                "wait:1,wait:2; has wait twice",
                "wait:0; leaves nothing to do",
                "waits:1; did you mean",
                "gpu:1; known: compute, wait, blocking, message, cell, native",
            })
    void whatIsWrongIsSaid(String text, String problem) {
        assertThatThrownBy(() -> Mix.SHARE.parse(text, "mix"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("share=" + text + " ")
                .hasMessageContaining(problem)
                .hasMessageContaining("(share of mix: ");
    }

    @Test
    void eachKindHasItsPartOfAllPlaces() {
        Shares shares = Shares.parse("wait:7,compute:2,native:1");
        int places = 1000;
        for (StepKind kind : StepKind.values()) {
            long found = IntStream.range(0, places)
                    .filter(place -> shares.at((place + 0.5) / places) == kind)
                    .count();
            assertThat((double) found / places).as("%s", kind).isCloseTo(shares.share(kind), within(0.001));
        }
        assertThat(shares.share(StepKind.WAIT)).isEqualTo(0.7);
        assertThat(shares.has(StepKind.CELL)).isFalse();
        assertThat(shares.at(Math.nextDown(1.0))).isEqualTo(StepKind.NATIVE);
    }
}
