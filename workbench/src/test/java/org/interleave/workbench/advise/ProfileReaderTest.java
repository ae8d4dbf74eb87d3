package org.interleave.workbench.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Parameters;
import org.interleave.core.Preset;
import org.interleave.core.workloads.mix.Mix;
import org.interleave.core.workloads.mix.StepKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a profile on the command line and in a file says, and that the workload takes it. */
class ProfileReaderTest {

    @TempDir
    private Path directory = Path.of("");

    private static RequestProfile read(Map<String, String> options) {
        return ProfileReader.read(options, Optional.empty());
    }

    @Test
    void sharesAndLengthsAreThoseOfTheWorkload() {
        RequestProfile profile = read(Map.of(
                "share", "wait=70%,compute=20%,native=10%", "wait", "20ms", "compute", "2ms", "in-flight", "1000"));
        Mix mix = new Mix();
        Parameters parameters = Parameters.of(Mix.NAME, mix.parameters(), profile.parameters(), Preset.QUICK);

        assertThat(parameters.get(Mix.SHARE).share(StepKind.WAIT)).isEqualTo(0.7);
        assertThat(parameters.get(Mix.SHARE).share(StepKind.NATIVE)).isEqualTo(0.1);
        assertThat(parameters.get(Mix.WAIT)).isEqualTo(Duration.ofMillis(20));
        assertThat(parameters.get(Mix.COMPUTE)).isEqualTo(Duration.ofMillis(2));
        assertThat(parameters.get(Mix.IN_FLIGHT)).isEqualTo(1_000);
        assertThat(parameters.get(Mix.RATE)).isZero();
        assertThat(profile.text())
                .contains("wait 70 % of 20ms", "compute 20 % of 2ms", "native 10 % of 500us", "1000 in flight");
    }

    @Test
    void aRequestTakesWhatItsStepsTake() {
        RequestProfile profile =
                read(Map.of("share", "wait=50%,compute=50%", "wait", "20ms", "compute", "2ms", "steps", "4"));

        assertThat(profile.seconds()).isCloseTo(0.044, offset(1e-9));
        assertThat(profile.computingSeconds()).isCloseTo(0.004, offset(1e-9));
    }

    @Test
    void aFileHasTheSameWordsAndTheCommandLineCounts() throws IOException {
        Path file = Files.writeString(directory.resolve("service"), """
                # of our service
                share = wait=60%, compute=40%
                wait = 20ms

                compute=1ms
                rate = 200
                for = p99
                """);

        RequestProfile profile = ProfileReader.read(Map.of("compute", "3ms"), Optional.of(file));

        assertThat(profile.lengths())
                .containsOnly(
                        Map.entry(StepKind.WAIT, Duration.ofMillis(20)),
                        Map.entry(StepKind.COMPUTE, Duration.ofMillis(3)));
        assertThat(profile.rate()).isEqualTo(OptionalLong.of(200));
        assertThat(profile.criterion()).isEqualTo(Criterion.P99);
    }

    @Test
    void stepsOfOneKindNeedNoShares() {
        assertThat(read(Map.of("compute", "1ms")).shares()).containsOnly(Map.entry(StepKind.COMPUTE, 100.0));
    }

    @Test
    void thirtyThreeAndAThirdThriceAreAll() {
        assertThat(read(Map.of("share", "wait=33.3,compute=33.3,blocking=33.3")).shares())
                .hasSize(3);
    }

    @Test
    void aFaultInAFileIsToldWithItsLine() throws IOException {
        Path unknown = Files.writeString(directory.resolve("unknown"), "share = wait=100%\nwiat = 3ms\n");
        Path twice = Files.writeString(directory.resolve("twice"), "wait = 3ms\nwait = 4ms\n");
        Path noLine = Files.writeString(directory.resolve("none"), "wait\n");

        assertThatThrownBy(() -> ProfileReader.read(Map.of(), Optional.of(unknown)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(unknown + ":2: unknown word of a profile 'wiat'; did you mean 'wait'?");
        assertThatThrownBy(() -> ProfileReader.read(Map.of(), Optional.of(twice)))
                .hasMessageContaining(twice + ":2: wait is given twice");
        assertThatThrownBy(() -> ProfileReader.read(Map.of(), Optional.of(noLine)))
                .hasMessageContaining(noLine + ":1: 'wait' is no line such as wait = 20ms");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> ProfileReader.read(Map.of(), Optional.of(binary)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("it is not UTF-8");
        assertThatThrownBy(() -> ProfileReader.read(Map.of(), Optional.of(directory.resolve("absent"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot read the profile");
    }

    @Test
    void aNeighbourHasAnotherShareOfOneKindAndTheOthersInProportion() {
        RequestProfile profile = read(Map.of("share", "wait=70%,compute=20%,native=10%"));

        assertThat(Neighbour.of(profile))
                .hasSize(6)
                .allSatisfy(neighbour -> assertThat(neighbour.profile().shares().values().stream()
                                .mapToDouble(Double::doubleValue)
                                .sum())
                        .isCloseTo(100, offset(0.01)))
                .anySatisfy(neighbour -> assertThat(neighbour.profile().shares())
                        .containsEntry(StepKind.COMPUTE, 26.0)
                        .containsEntry(StepKind.WAIT, 64.75)
                        .containsEntry(StepKind.NATIVE, 9.25));
        assertThat(Neighbour.of(read(Map.of("wait", "5ms")))).isEmpty();
    }
}
