package org.interleave.workbench.init;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Tick;

/**
 * A template of a kernel in C: its source, the header that it includes, and how to build and run it.
 *
 * @param name the kernel's name, and that of its directory and source file
 */
public record KernelTemplate(String name) implements Template {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final String HEADER = "/META-INF/native/interleave.h";
    private static final long SEED = 1;
    private static final long TICKS = 2_000_000;

    /**
     * Checks the name.
     *
     * @throws InvalidInputException if it would not do for a file, or on a command line
     */
    public KernelTemplate {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException(
                    "'" + name + "' is no name for a kernel: it has to begin with a small letter, and"
                            + " to have up to 40 small letters, digits and hyphens");
        }
    }

    /** The command that builds its library, in its directory. */
    public String build() {
        return "cc -shared -fPIC -O2 -o " + library() + " " + name + ".c";
    }

    /** The arguments with which the program runs it, in its directory. */
    public List<String> arguments() {
        return List.of(
                "run",
                "kernel",
                "--plugins",
                library(),
                "--set",
                "name=" + name,
                "--set",
                "arguments=" + SEED + "," + TICKS,
                "--set",
                "expected=" + Tick.jump(SEED, TICKS));
    }

    /** The command that runs it, in its directory. */
    public String run() {
        return "interleave " + String.join(" ", arguments());
    }

    @Override
    public List<String> commands() {
        return List.of(build(), run());
    }

    @Override
    public SequencedMap<String, String> files() throws IOException {
        Map<String, String> words = Map.of("NAME", name, "BUILD", build(), "RUN", run());
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put(name + ".c", Template.filled("kernel/kernel.c", words));
        files.put("interleave.h", Template.resource(HEADER));
        files.put("README.md", Template.filled("kernel/README.md", words));
        return files;
    }

    private String library() {
        return System.mapLibraryName(name);
    }
}
