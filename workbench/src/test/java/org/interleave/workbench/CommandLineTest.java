package org.interleave.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.ObjectMapper;

/** Wrong use is told in one line, with what is allowed, before anything is measured. */
class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run cuontdown | unknown experiment or workload 'cuontdown'; did you mean 'countdown'?",
                "run countdown --strategies thread | unknown strategy 'thread'; did you mean 'threads'?",
                "run countdown --set cuont=5 | unknown setting 'cuont'; did you mean 'count'?",
                "run countdown --set count=5x | count=5x is not a whole number such as 500, 10k or 5M",
                "run countdown --set count=0 | count=0 is out of range, allowed is from 1 to 100G",
                "run countdown --set count | --set count is not KEY=VALUE",
                "run countdown --set count=1 --set count=2 | --set count is given twice",
                "run countdown --set switch-interval=5 | switch-interval=5 is not a time such as 500us, 5ms or 2s",
                "run io-response --set switch-interval=1ms | experiment io-response sets switch-interval itself",
                "run cpu-threads --strategies akka | experiment cpu-threads does not run akka",
                "run messages --strategies native-held | nothing to run: native-held runs C code",
                "run --cpus 4711 | --cpus 4711 is not a processor of this machine",
                "run --cpus x | --cpus x is not a processor such as 0",
                "run countdown --forks 0 | --forks 0 is not between 1 and 1000",
                "run countdown --forks 1001 | --forks 1001 is not between 1 and 1000",
                "run --seed x | Invalid value for option '--seed'",
                "run --preset slow | Invalid value for option '--preset'",
                "run --plugins /nowhere | /nowhere is not there; plug-ins are a directory",
                "run --json / | --json / is a directory",
                "run --json /proc/nowhere/out.json | cannot write --json /proc/nowhere/out.json",
                "run --colour | unknown option '--colour' (known: --all, --strategies, ",
                "run --strategie threads | unknown option '--strategie'; did you mean '--strateg",
                "run --jsn=x | unknown option '--jsn'; did you mean '--json'?",
                "trace countdown --strateg giant-lock-tick | unknown option '--strateg'; did you mean '--strategy'?",
                "run cuont* | no experiment or workload matches 'cuont*' (known: ",
                "run countdown --strategies giant-lick-* | no strategy matches 'giant-lick-*' (known: ",
                "run cpu-threads --strategies ak* | experiment cpu-threads does not run ak*",
                "run countdown --cpus 0-4711 | is not a processor of this machine",
                "run countdown --cpus 1-0 | --cpus 1-0 is not a range: its end is before its beginning",
                "run countdown --cpus 0- | --cpus 0- is not a processor such as 0, nor a range such as 0-3",
                "rnu countdown | unknown command 'rnu'; did you mean 'run'? (known: run, noise, scale, report, compare, advise, list, trace, node, doctor, suite, init, check, completion, help)",
                "help trcae | unknown command 'trcae'; did you mean 'trace'?",
                "list workloads strategies | unexpected argument 'strategies' (see interleave list --help)",
                "run countdown --sweep count | --sweep count is not KEY=VALUE,VALUE or KEY=LEAST..MOST",
                "run countdown --sweep count=5M | --sweep count=5M has 1 value, allowed is from 2 to 50",
                "run countdown --sweep count=5M, | --sweep count=5M, has an empty value",
                "run countdown --sweep .count=1,2 | --sweep .count=1,2 has no key before its =",
                "run countdown --sweep count=1k,1k | --sweep count=1k,1k has the same value twice",
                "run countdown --sweep count=1000,1k | --sweep count=1000,1k has the same value twice",
                "run countdown --sweep count=0..5 | --sweep count=0..5 begins with 0, from which there are no equal ratios",
                "run countdown --sweep count=5..5 | --sweep count=5..5 does not end with more than it begins with",
                "run countdown --sweep count=1..5ms | --sweep count=1..5ms is not from a number to a number, nor from a time",
                "run countdown --sweep count=1,5x | --sweep count=5x: count=5x is not a whole number",
                "run countdown --sweep cuont=1,2 | --sweep cuont=1: unknown setting 'cuont'; did you mean 'count'?",
                "run countdown --sweep count=1,2 --set count=5 | count is both set and swept",
                "run cpu-threads --sweep count=1,2 | --sweep takes workloads, and cpu-threads is an experiment",
                "run --sweep count=1,2 | --sweep takes the names of workloads",
                "run countdown --sweep count=1,2 --sweep tasks=1,2 | option '--sweep' (KEY=VALUES) should be specified only once",
                "run countdown --suite s.yaml | --suite s.yaml says itself what is run; leave out countdown",
                "run --all --suite s.yaml | --suite s.yaml says itself what is run; leave out --all",
                "run --sweep count=1,2 --suite s.yaml | --suite s.yaml says itself what is run; leave out --sweep",
                "run --suite /nowhere.yaml | there is no suite /nowhere.yaml",
                "suite | suite takes files to check, or --schema",
                "suite s.yaml --schema | suite takes files to check, or --schema",
                "suite /nowhere.yaml | there is no suite /nowhere.yaml",
                "scale | Missing required parameter: 'WORKLOAD'",
                "scale cuontdown | unknown workload 'cuontdown'; did you mean 'countdown'?",
                "scale cuont* | no workload matches 'cuont*' (known: ",
                "scale countdown --cpus 0 | scale takes two processors or more, and may use one: 0",
                "scale cpu-threads | scale takes workloads, and cpu-threads is an experiment, which sets itself what differs",
                "scale echo | a round of echo takes as long as its duration says",
                "trace cuontdown --strategy giant-lock-tick | unknown workload 'cuontdown'; did you mean 'countdown'?",
                "trace countdown --strategy giant-lock-tock | unknown strategy 'giant-lock-tock'; did you mean",
                "trace countdown --strategy netty | strategy netty has no giant lock to trace (these have one: giant-lock-",
                "trace countdown | --strategy NAME is missing; these have a giant lock to trace: giant-lock-",
                "trace countdown --strategies netty | strategy netty has no giant lock to trace",
                "trace --strategy giant-lock-tick | Missing required parameter: 'WORKLOAD'",
                "trace countdown --strategy giant-lock-tick --set cuont=5 | unknown setting 'cuont'; did you mean 'count'?",
                "trace countdown --strategy giant-lock-tick --set count=0 | count=0 is out of range",
                "trace countdown --strategy giant-lock-tick --events 0 | --events=0 is out of range, allowed is from 1 to 200M",
                "trace countdown --strategy giant-lock-tick --format svg | Invalid value for option '--format'",
                "trace countdown --strategy giant-lock-tick --out / | --out / is a directory",
                "trace countdown --strategy giant-lock-tick --out /proc/nowhere/t.html | cannot write --out /proc/nowhere",
                "trace messages --strategy native-held | nothing to run: native-held runs C code",
                "run remote-nodes --set nodes=127.0.0.1 | nodes=127.0.0.1 is not HOST:PORT (nodes of remote-nodes: nodes that were",
                "run countdown --strategies remote-nodes | nothing to run: remote-nodes needs nodes: start some with interleave node",
                "run countdown --strategies remote-nodes --set nodes=10.1.2.3:7001 | needs --set certificates=DIR, for node 10.1.2.3:7001",
                "node | --listen HOST:PORT is missing, such as --listen 127.0.0.1:7001 (or --new-certificates DIR)",
                "node --listen 7001 | --listen 7001 is not HOST:PORT",
                "node --listen 0.0.0.0:7001 | --listen 0.0.0.0:7001 has no address of one machine",
                "node --listen 10.1.2.3:7001 | can be reached from outside this machine, which needs --certificates DIR",
                "node --listen 10.1.2.3:7001 --certificates /nowhere | there is no /nowhere/node.p12",
                "node --listen 127.0.0.1:0 --workers 0 | --workers 0 is out of range, allowed is from 1 to 256",
                "node --listen 127.0.0.1:0 --workers x | Invalid value for option '--workers'",
                "node --listen 127.0.0.1:0 --allow !x | --allow !x is not a class such as org.acme.Sum",
                "node --listen 127.0.0.1:0 --plugins /nowhere | /nowhere is not there; plug-ins are a directory",
                "node --new-certificates /proc/nowhere | cannot make certificates in /proc/nowhere",
                "init kernel | Missing required parameter: 'NAME'",
                "init kernels x | Invalid value for positional parameter at index 0 (KIND)",
                "init workload countdown | is the name of something built in: give it another",
                "init policy Fair | is no name for a plug-in",
                "check /nowhere | /nowhere is not there; plug-ins are a directory",
                "init kernel 9x | is no name for a kernel: it has to begin with a small letter",
                "init kernel x --in /proc/nowhere | cannot write /proc/nowhere/x",
                "report | Missing required parameter: 'FILE'",
                "report nowhere.json | there is no report nowhere.json",
                "report /proc/cpuinfo | /proc/cpuinfo is no report",
                "report nowhere.json --htm x | unknown option '--htm'; did you mean '--html'?",
                "run countdown --html / | --html / is a directory",
                "run countdown --html /proc/nowhere/p.html | cannot write --html /proc/nowhere/p.html",
                "run countdown --json x.json --html ./x.json | --html ./x.json is the same file as --json",
                "run countdown --json - --html /dev/stdout | --html /dev/stdout is the same file as --json",
                "run countdown --csv x --markdown x | --csv x is the same file as --markdown",
                "run countdown --jmh / | --jmh / is a directory",
                "noise countdown --html x.html | unknown option '--html'",
                "list things | Invalid value for positional parameter",
                "fly | unknown command 'fly' (known: run, noise, scale, report, compare, advise, list, trace",
            })
    void wrongUseIsToldInOneLine(String commandLine, String message) {
        int status = execute(commandLine.split(" ", -1));

        assertThat(err.toString()).startsWith("interleave: ").contains(message);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(out.toString()).isEmpty();
        assertThat(status).isEqualTo(Main.WRONG_USE);
    }

    @Test
    void anUnreadablePluginIsNamed(@TempDir Path directory) throws IOException {
        Path jar = Files.writeString(directory.resolve("broken.jar"), "not a jar");

        int status = execute("list", "--plugins", directory.toString());

        assertThat(err.toString()).contains("plug-in (" + jar + ") is refused: it cannot be read: ");
        assertThat(out.toString()).contains("countdown");
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(status).isEqualTo(Main.WRONG_USE);
    }

    @Test
    void listShowsEveryFamilyAndWhyAStrategyCannotRunAWorkload() {
        int status = execute("list");

        assertThat(out.toString())
                .contains("STRATEGIES", "WORKLOADS", "EXPERIMENTS")
                .contains("giant-lock-timed", "processes", "netty", "native-released")
                .contains("cannot run: shared-counter: its tasks share no memory")
                .contains("switch-interval=5ms");
        assertThat(status).isEqualTo(Main.DONE);
    }

    @Test
    void listAsJsonIsJson() {
        int status = execute("list", "experiments", "--json");

        assertThat(new ObjectMapper().readTree(out.toString()).get("experiments"))
                .anySatisfy(experiment ->
                        assertThat(experiment.get("name").asString()).isEqualTo("cpu-threads"));
        assertThat(status).isEqualTo(Main.DONE);
    }

    @ParameterizedTest
    @CsvSource({
        "--help",
        "run --help",
        "scale --help",
        "suite --help",
        "suite --schema",
        "report --help",
        "list --help",
        "trace --help",
        "node --help",
        "compare --help",
        "doctor --help",
        "help",
        "help run",
        "--version"
    })
    void helpAndVersionAreThere(String commandLine) {
        assertThat(execute(commandLine.split(" ", -1))).isEqualTo(Main.DONE);
        assertThat(out.toString()).contains("interleave");
    }
}
