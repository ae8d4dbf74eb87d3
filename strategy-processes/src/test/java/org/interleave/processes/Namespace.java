package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A network namespace with a link to the one that this process is in. */
final class Namespace implements AutoCloseable {

    private static final String SUBNET = "10.231.77.";

    private final String name;
    private final String here;
    private final String host;

    private Namespace(String name, String here, String host) {
        this.name = name;
        this.here = here;
        this.host = host;
    }

    /** Makes one. Each has a number of its own, from 0 to 63. */
    static Namespace make(int number) {
        String id = ProcessHandle.current().pid() % 100_000 + "-" + number;
        String name = "interleave" + id;
        must("ip", "netns", "add", name);
        String here = "ila" + id;
        String there = "ilb" + id;
        String host = SUBNET + (4 * number + 2);
        must("ip", "link", "add", here, "type", "veth", "peer", "name", there, "netns", name);
        must("ip", "addr", "add", SUBNET + (4 * number + 1) + "/30", "dev", here);
        must("ip", "link", "set", here, "up");
        must("ip", "-n", name, "addr", "add", host + "/30", "dev", there);
        must("ip", "-n", name, "link", "set", there, "up");
        must("ip", "-n", name, "link", "set", "lo", "up");
        return new Namespace(name, here, host);
    }

    private static void must(String... command) {
        assertThat(run(command)).isEmpty();
    }

    /** What went wrong, if anything. */
    private static Optional<String> run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(said);
        } catch (IOException e) {
            return Optional.of(e.toString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Its address, as seen from both sides. */
    String host() {
        return host;
    }

    /** What a command begins with that is to run in it. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Cuts the link. */
    void cut() {
        must("ip", "link", "set", here, "down");
    }

    /** Mends the link. */
    void mend() {
        must("ip", "link", "set", here, "up");
    }

    @Override
    public void close() {
        run("ip", "link", "del", here);
        run("ip", "netns", "del", name);
    }
}
