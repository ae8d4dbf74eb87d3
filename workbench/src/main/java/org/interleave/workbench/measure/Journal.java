package org.interleave.workbench.measure;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.report.WholeFile;

/**
 * The file that holds what a run has measured so far, a line of JSON for each fork, on the disk before the next fork
 * begins: whatever ends the program, at most the fork that ran then is lost. {@code --resume} goes on from it.
 *
 * <p>When it cannot be written, as on a full disk, measuring goes on; the lines wait and are written when it can be again.
 * It is locked while it is open, so that no two programs write it. Used by one thread.
 */
public final class Journal implements Closeable {

    private static final String ENDING = ".journal";

    private final Path file;
    // Not a channel: an interrupt closes one.
    private final RandomAccessFile disk;
    private final Consumer<String> complaints;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private long length;
    private boolean complained;

    Journal(Path file, RandomAccessFile disk, long length, Consumer<String> complaints) {
        this.file = file;
        this.disk = disk;
        this.length = length;
        this.complaints = complaints;
    }

    /** The journal of a run whose report goes to this file. */
    public static Path beside(Path report) {
        String name = String.valueOf(report.getFileName());
        return report.resolveSibling(name.replaceFirst("[.]json$", "") + ENDING);
    }

    /** Whether a file is a journal by its name. */
    static boolean isNamedSo(Path file) {
        return file.toString().endsWith(ENDING);
    }

    /**
     * Begins one.
     *
     * @param complaints told once when a line cannot be written
     * @throws java.nio.file.FileAlreadyExistsException if there is one
     * @throws IOException if it cannot be written
     */
    public static Journal begin(Path file, JournalLine.Header header, Consumer<String> complaints) throws IOException {
        Files.createFile(file);
        WholeFile.syncFolder(file.toAbsolutePath().resolveSibling(""));
        RandomAccessFile disk = locked(file);
        Journal journal = new Journal(file, disk, 0, complaints);
        journal.keep(header);
        try {
            journal.flush();
        } catch (IOException e) {
            disk.close();
            Files.deleteIfExists(file);
            throw e;
        }
        return journal;
    }

    /**
     * Goes on with one.
     *
     * @param length of what is whole; what follows it is cut off
     * @param complaints told once when a line cannot be written
     * @throws InvalidInputException if another program writes it
     * @throws IOException if it cannot be written
     */
    public static Journal goOn(Path file, long length, Consumer<String> complaints) throws IOException {
        Journal journal = new Journal(file, locked(file), length, complaints);
        journal.disk.setLength(length);
        return journal;
    }

    private static RandomAccessFile locked(Path file) throws IOException {
        RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw");
        try {
            if (disk.getChannel().tryLock() != null) {
                return disk;
            }
        } catch (OverlappingFileLockException inThisProgram) {
            // the same answer
        } catch (IOException e) {
            disk.close();
            throw e;
        }
        disk.close();
        throw new InvalidInputException(file + " belongs to a run that still goes on");
    }

    /** Adds a line, and waits until it is on the disk. */
    public void append(JournalLine line) {
        keep(line);
        try {
            flush();
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                complaints.accept("cannot write the journal " + file + ": " + e.getMessage()
                        + "; measuring goes on, but what is measured from now on would be lost with the program");
            }
        }
    }

    private void keep(JournalLine line) {
        waiting.writeBytes((JournalLine.MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Half a line that an earlier attempt left is written over. */
    private void flush() throws IOException {
        disk.seek(length);
        disk.write(waiting.toByteArray());
        disk.getFD().sync();
        length += waiting.size();
        waiting.reset();
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** Removes it: the report holds what it held. */
    public void delete() throws IOException {
        Files.deleteIfExists(file);
        close();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
