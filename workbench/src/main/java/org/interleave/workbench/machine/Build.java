package org.interleave.workbench.machine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, as the build noted it. */
public final class Build implements IVersionProvider {

    private static final Properties NOTES = notes();

    /** The version. */
    public static String version() {
        return Objects.requireNonNull(NOTES.getProperty("version"));
    }

    /** The commit that it was built from, if it was built from one. */
    public static Optional<String> commit() {
        return Optional.ofNullable(NOTES.getProperty("commit"))
                .filter(commit -> !commit.isBlank() && !commit.startsWith("$"));
    }

    private static Properties notes() {
        Properties notes = new Properties();
        try (InputStream resource = Build.class.getResourceAsStream("build.properties")) {
            notes.load(Objects.requireNonNull(resource, "build.properties"));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read build.properties", e);
        }
        return notes;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"interleave " + version() + " (" + commit().orElse("no commit") + ")"};
    }
}
