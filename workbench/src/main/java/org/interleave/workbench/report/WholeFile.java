package org.interleave.workbench.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is written so that whoever reads it sees all of the new content or all of the old, even if this program dies or the
 * power fails.
 */
public final class WholeFile {

    private WholeFile() {}

    /** What is to stand in a file. */
    @FunctionalInterface
    public interface Content {

        /** Writes it. @throws IOException if it cannot be written */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file that is not there yet, making its folder if need be.
     *
     * @throws FileAlreadyExistsException if it is there, even if it came while this one was being written
     * @throws IOException if it cannot be written
     */
    public static void create(Path file, Content content) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        writeThen(WholeFile::moveToFreeName, file.toAbsolutePath(), content);
    }

    /**
     * Writes a file, or what a link leads to, in place of what is there, if anything; makes its folder if need be.
     *
     * @throws IOException if it cannot be written
     */
    public static void replace(Path file, Content content) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        writeThen((part, name) -> Files.move(part, name, StandardCopyOption.ATOMIC_MOVE), target, content);
    }

    @FunctionalInterface
    private interface Move {

        void move(Path part, Path target) throws IOException;
    }

    private static void writeThen(Move move, Path target, Content content) throws IOException {
        Path folder = target.resolveSibling("");
        Files.createDirectories(folder);
        Path part = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        part.toFile().deleteOnExit();
        try {
            write(content, part);
            move.move(part, target);
            syncFolder(folder);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(Content content, Path part) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** A link fails if its name is taken; a move may replace what came since it looked. Not every file system has links. */
    private static void moveToFreeName(Path part, Path target) throws IOException {
        try {
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            Files.move(part, target);
        }
    }

    /** Makes a new name last. Where a folder cannot be opened, as on Windows, the system does so by itself. */
    public static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException cannotBeOpened) {
            // then there is nothing more to be done
        }
    }
}
