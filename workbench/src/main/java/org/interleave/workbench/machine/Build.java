package org.interleave.workbench.machine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, as the build noted it. */
public final class Build implements IVersionProvider {

    private static final BuildNotes NOTES = ownNotes();

    /** The version. */
    public static String version() {
        return NOTES.version();
    }

    /** The commit that it was built from, if it was built from one. */
    public static Optional<String> commit() {
        return NOTES.commit();
    }

    /** All that the build noted. */
    public static BuildNotes notes() {
        return NOTES;
    }

    private static BuildNotes ownNotes() {
        try (InputStream resource = Build.class.getClassLoader().getResourceAsStream(BuildNotes.RESOURCE)) {
            return BuildNotes.read(Objects.requireNonNull(resource, BuildNotes.RESOURCE));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + BuildNotes.RESOURCE, e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"interleave " + version() + " (" + commit().orElse("no commit") + ")"};
    }
}
