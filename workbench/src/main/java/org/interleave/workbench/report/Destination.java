package org.interleave.workbench.report;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Pattern;
import org.interleave.core.InvalidInputException;

/** The destination of a command's result: a file, which comes into being whole, or a stream, which is written to as it stands. */
public sealed interface Destination {

    /**
     * Writes the result.
     *
     * @return where it is now, as the user would name it
     * @throws FileAlreadyExistsException if a file must not be replaced and has come since it was looked for
     * @throws IOException if it cannot be written
     */
    String write(WholeFile.Content content) throws IOException;

    /** A file of the user's choice that must not be there, or may be replaced. */
    record File(Path file, boolean replace) implements Destination {

        @Override
        public String write(WholeFile.Content content) throws IOException {
            if (replace) {
                WholeFile.replace(file, content);
            } else {
                WholeFile.create(file, content);
            }
            return file.toString();
        }
    }

    /** A file of this program's choice: where the name is taken, the next number that is free. */
    record FreeName(Path wanted) implements Destination {

        private static final int MOST = 10_000;

        @Override
        public String write(WholeFile.Content content) throws IOException {
            for (int number = 1; number < MOST; number++) {
                Path name = name(wanted, number);
                try {
                    WholeFile.create(name, content);
                    return name.toString();
                } catch (FileAlreadyExistsException taken) {
                    // another run's
                }
            }
            throw new FileAlreadyExistsException(wanted.toString());
        }

        /** The wanted name, or with a number from two before its ending: {@code trace-2.html}. */
        public static Path name(Path wanted, int number) {
            String name = String.valueOf(wanted.getFileName());
            int dot = name.lastIndexOf('.');
            return number == 1
                    ? wanted
                    : wanted.resolveSibling(name.substring(0, dot) + "-" + number + name.substring(dot));
        }
    }

    /** This program's standard output, which then carries nothing else. */
    record StandardOutput() implements Destination {

        /** Its name on the command line. */
        public static final String NAME = "-";

        @Override
        public String write(WholeFile.Content content) throws IOException {
            // Neither System.out, which swallows what goes wrong, nor closed: it is not ours.
            OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
            content.writeTo(out);
            out.flush();
            return NAME;
        }
    }

    /** A pipe, a device or a descriptor. */
    record Stream(Path path) implements Destination {

        @Override
        public String write(WholeFile.Content content) throws IOException {
            // A descriptor may be of a file that has something in it already.
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND))) {
                content.writeTo(out);
            }
            return path.toString();
        }
    }

    /** Names of standard output, which may be a file: opened anew, it would be written from its beginning. */
    Set<String> NAMES_OF_STANDARD_OUTPUT = Set.of(StandardOutput.NAME, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

    /** Whether a name means standard output. */
    static boolean isStandardOutput(Path path) {
        return NAMES_OF_STANDARD_OUTPUT.contains(path.toString());
    }

    /** Names of other descriptors, such as a shell's {@code >(…)}. */
    Pattern DESCRIPTOR = Pattern.compile("/dev/stderr|/(dev|proc/self)/fd/[0-9]+");

    /**
     * What the user named.
     *
     * @param option the option it was named with, for the message
     * @param force whether a file that is there may be replaced
     * @throws InvalidInputException if it could not be written in the end, or is a file that is there and must not be
     *     replaced
     */
    static Destination named(String option, Path path, boolean force) {
        if (isStandardOutput(path)) {
            return new StandardOutput();
        }
        if (Files.isDirectory(path)) {
            throw new InvalidInputException(option + " " + path + " is a directory");
        }
        boolean descriptor = DESCRIPTOR.matcher(path.toString()).matches();
        if (descriptor && !Files.exists(path)) {
            throw new InvalidInputException("cannot write " + option + " " + path + ": it is not open");
        }
        boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        boolean stream = descriptor || (Files.exists(path) && !Files.isRegularFile(path));
        if (there && !stream && !force) {
            throw new InvalidInputException(
                    option + " " + path + " is there already; another name keeps it, --force replaces it");
        }
        if (Files.exists(path) && !Files.isWritable(path)) {
            throw new InvalidInputException("cannot write " + option + " " + path + ": permission denied");
        }
        if (stream) {
            return new Stream(path);
        }
        checkFolder(option, path);
        return new File(path, force);
    }

    /**
     * A file of this program's choice.
     *
     * @throws InvalidInputException if its folder cannot be made or written to
     */
    static Destination free(String option, Path wanted) {
        checkFolder(option, wanted);
        return new FreeName(wanted);
    }

    /**
     * Makes a file's folder and tries whether it can be written to.
     *
     * @throws InvalidInputException if not
     */
    static void checkFolder(String option, Path file) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "interleave", ".tmp"));
        } catch (FileAlreadyExistsException e) {
            throw new InvalidInputException(
                    "cannot write " + option + " " + file + ": " + e.getFile() + " is no directory", e);
        } catch (IOException e) {
            throw new InvalidInputException("cannot write " + option + " " + file + ": " + e, e);
        }
    }
}
