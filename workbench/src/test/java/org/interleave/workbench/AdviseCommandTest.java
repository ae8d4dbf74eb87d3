package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Profiles on the command line: bad ones are refused in one line, and what cannot be told here is said before anything is measured. */
class AdviseCommandTest {

    @TempDir
    private Path directory = Path.of("");

    @RegisterExtension
    private final StartedPrograms programs = new StartedPrograms();

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    private int execute(List<String> arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.strip().split(" +", -1)).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "advise | there is no profile: say what requests do",
                "advise --wait 20ms --compute 2ms | --share is missing: there are steps of compute and wait",
                "advise --share wait=70%,compute=20% | sum up to 90, must sum up to 100",
                "advise --share wait=70%,compute=40% | sum up to 110, must sum up to 100",
                "advise --share wait=130%,compute=-30% | --share compute=-30% is negative",
                "advise --share wiat=100% | unknown kind of step in --share 'wiat'; did you mean 'wait'?",
                "advise --share wait=50%,wait=50% | --share has wait twice",
                "advise --share wait | is not a list of steps and their percentages",
                "advise --wait -3ms | wait=-3ms is not a time such as",
                "advise --wait 0s | wait=0s is out of range",
                "advise --wait 20 | wait=20 is not a time such as",
                "advise --share wait=100% --compute 2ms | --compute is given, but --share has no step of that kind",
                "advise --wait 5ms --for speed | unknown criterion of --for 'speed'",
                "advise --wait 5ms --for trhoughput | did you mean 'throughput'?",
                "advise --wait 5ms --rate 100 --for throughput | --for throughput has no answer at --rate 100",
                "advise --wait 5ms --rate 0 | rate=0 is out of range",
                "advise --wait 5ms --in-flight 0 | in-flight=0 is out of range",
                "advise --wait 5ms --cores 0 | cores=0 is out of range",
                "advise --wait 5ms --steps 0 | steps=0 is out of range",
                "advise --wait 5ms --spread x | spread=x is not a number",
                "advise --wait 5ms --native-lock open | native-lock=open",
                "advise --wait 5ms --time 1s | --time=1s is out of range",
                "advise --wait 5ms --strategies fly | unknown strategy 'fly'",
                "advise --compute 10s --in-flight 100 | more than --time 300s",
                "advise --wait 5ms --preset full | unknown option '--preset'",
                "advise --wait 5ms --set rate=100 | --set rate is of the requests, which the options of advise say",
                "advise --wait 5ms --set mix.rate=100 | --set mix.rate is of the requests",
                "advise --wait 5ms --set akka.timer-tick=3ms | timer-tick=3ms",
                "advise --wait 5ms --set akka.tick=1ms | unknown",
                "advise --wait 5ms --resume none.journal | --resume none.journal: there is no journal none.journal",
                "advise no-such-file | cannot read the profile no-such-file",
            })
    void aBadProfileIsToldInOneLine(String line, String message) {
        assertThat(execute(words(line))).isEqualTo(Main.WRONG_USE);
        assertThat(err.toString()).startsWith("interleave: ").contains(message);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatAMachineOfMoreProcessorsDoesCannotBeToldHere() throws IOException {
        Path json = directory.resolve("advice.json");

        assertThat(execute(List.of(
                        "advise", "--compute", "1ms", "--cores", "100000", "--seed", "7", "--json", json.toString())))
                .isEqualTo(Main.NEGATIVE);

        assertThat(out.toString())
                .contains("Requests: compute 100 % of 1ms", "Cannot tell: you ask about a machine of 100000 processors")
                .contains("Again: interleave advise --compute 1ms --cores 100000 --seed 7");
        JsonNode tree = JsonMapper.shared().readTree(Files.readString(json));
        assertThat(tree.get("told").asBoolean()).isFalse();
        assertThat(tree.get("cannot_tell").get(0).asString()).contains("100000 processors");
        assertThat(execute(List.of("advise", "--compute", "1ms", "--cores", "100000", "--json", json.toString())))
                .as("the file is there")
                .isEqualTo(Main.WRONG_USE);
    }

    @Test
    void whatIsLeftOutBecauseItIsThereToBeStudiedIsNamed() throws Exception {
        Process program = programs.start(directory, Program.command("advise", "--wait", "5ms", "--dry-run"));
        String plan = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor()).isEqualTo(Main.DONE);
        assertThat(plan)
                .containsPattern("mix +threads +mix +threads")
                .contains("not run: mix/generators: is there to be studied; --all or --strategies takes it in")
                .doesNotContainPattern("mix +generators +mix");
    }

    @Test
    void helpNamesWhatAProfileIsMadeOf() {
        assertThat(execute(List.of("advise", "--help"))).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("--share", "--in-flight", "--for", "--cores", "Exit status");
    }
}
