package org.interleave.workbench.machine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/**
 * What a build of this program noted of itself.
 *
 * @param version the program's version
 * @param commit the commit that it was built from, if it was built from one, with {@code -dirty} behind it if something was
 *     changed that was not committed
 * @param forkProtocol the version of what the program and its forks say to each other; empty of a build that did not note it
 */
public record BuildNotes(String version, Optional<String> commit, Optional<String> forkProtocol) {

    /** The resource that they are in, in every build's jar. */
    public static final String RESOURCE = "org/interleave/workbench/machine/build.properties";

    /**
     * Reads them.
     *
     * @throws IOException if they cannot be read, or name no version
     */
    public static BuildNotes read(InputStream resource) throws IOException {
        Properties notes = new Properties();
        try {
            notes.load(resource);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        String version = notes.getProperty("version");
        if (version == null) {
            throw new IOException("build.properties names no version");
        }
        return new BuildNotes(
                version,
                Optional.ofNullable(notes.getProperty("commit"))
                        .filter(commit -> !commit.isBlank() && !commit.startsWith("$")),
                Optional.ofNullable(notes.getProperty("fork_protocol")));
    }
}
