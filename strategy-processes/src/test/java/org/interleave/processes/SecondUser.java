package org.interleave.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A user without privileges, whom root can run programs as. */
public final class SecondUser {

    /** The user {@code nobody}, and its group. */
    private static final String ID = "65534";

    /** What a command begins with that this user is to run. */
    public static final List<String> PREFIX = List.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups");

    private SecondUser() {}

    /**
     * A directory that this user can reach, which the checkout and the tests' temporary files need not be. To be removed.
     */
    public static Path reachableDirectory() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "second-user");
        must("chmod", "755", directory.toString());
        return directory;
    }

    /** Gives a directory to this user. */
    public static void own(Path directory) throws IOException, InterruptedException {
        must("chown", "-R", ID + ":" + ID, directory.toString());
    }

    /** Removes a directory with all that is in it. */
    public static void remove(Path directory) throws IOException, InterruptedException {
        must("rm", "-rf", directory.toString());
    }

    /** Copies the files and directories of a class path to a directory. Returns the class path of the copies. */
    public static String copy(List<String> classPath, Path directory) throws IOException, InterruptedException {
        List<String> copies = new ArrayList<>();
        for (String entry : classPath) {
            if (!entry.isEmpty() && Files.exists(Path.of(entry))) {
                Path copy =
                        directory.resolve(copies.size() + "-" + Path.of(entry).getFileName());
                must("cp", "-rL", entry, copy.toString());
                copies.add(copy.toString());
            }
        }
        must("chmod", "-R", "a+rX", directory.toString());
        return String.join(File.pathSeparator, copies);
    }

    private static void must(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(Arrays.toString(command))
                .isZero();
    }
}
