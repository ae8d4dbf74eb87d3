package org.interleave.processes;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The two pipes between the parent and one worker, seen from one end.
 *
 * <p>Java hands a child no descriptors beside stdin, stdout and stderr, and on those the JVM, native code and tasks
 * print. So the pipes are FIFOs with names in a directory that only the user may enter. The names are needed until both
 * sides have opened them and are gone before the first task runs.
 *
 * <p>To open a FIFO for reading blocks until someone opens it for writing, and the reverse, for ever if the other side
 * has died. Therefore each side first opens a pipe for both, which Linux, macOS and the BSDs never let block, then the
 * end it is after. The parent keeps the extra descriptors, the <em>anchors</em>, until the worker has said hello: that
 * lets the worker open at its own time. They are closed then, or when the worker ends before, so the last process to
 * hold an end is the one that uses it. From there on the death of either side is an end of file, or a broken pipe, to
 * the other; no descriptor leaks into other children, since Java closes all but three in those it starts.
 *
 * <p>Where the system allows, the pipes are enlarged: less switching between the two sides.
 */
final class NamedPipes implements AutoCloseable {

    private static final String TO_WORKER = "to-worker";
    private static final String FROM_WORKER = "from-worker";

    private final Path directory;
    private final FileChannel in;
    private final PipeOutlet out;
    private final FileChannel inAnchor;
    private final FileChannel outAnchor;
    private final int size;

    private NamedPipes(Path directory, List<FileChannel> channels, PipeOutlet out, int size) {
        this.size = size;
        this.directory = directory;
        inAnchor = channels.get(0);
        outAnchor = channels.get(1);
        in = channels.get(2);
        this.out = out;
    }

    private static NamedPipes open(Path directory, String inName, String outName, IntSupplier sizes)
            throws IOException {
        Path inPath = directory.resolve(inName);
        Path outPath = directory.resolve(outName);
        List<FileChannel> channels = new ArrayList<>();
        try {
            channels.add(FileChannel.open(inPath, READ, WRITE));
            channels.add(FileChannel.open(outPath, READ, WRITE));
            channels.add(FileChannel.open(inPath, READ));
            int size = sizes.getAsInt();
            return new NamedPipes(directory, channels, new PipeOutlet(outPath, size), size);
        } catch (IOException e) {
            for (FileChannel channel : channels) {
                channel.close();
            }
            throw e;
        }
    }

    /** The parent's end of two new pipes. */
    static NamedPipes create() throws IOException {
        Path directory =
                Files.createTempDirectory(prefix(ProcessHandle.current().pid()));
        try {
            Path toWorker = directory.resolve(TO_WORKER);
            Path fromWorker = directory.resolve(FROM_WORKER);
            MakeFifo.at(toWorker);
            MakeFifo.at(fromWorker);
            return open(
                    directory,
                    FROM_WORKER,
                    TO_WORKER,
                    () -> Math.min(PipeSize.enlarge(toWorker), PipeSize.enlarge(fromWorker)));
        } catch (IOException | RuntimeException e) {
            removeNames(directory);
            throw e;
        }
    }

    /** What the name of the directory begins with, which the process of this id makes. */
    static String prefix(long parent) {
        return "interleave-" + parent + "-";
    }

    /**
     * The worker's end. Removes the names, so that nothing is left even if the parent is killed now.
     *
     * @param size what the parent knows of it
     */
    static NamedPipes join(Path directory, int size) throws IOException {
        NamedPipes pipes = open(directory, TO_WORKER, FROM_WORKER, () -> size);
        pipes.settle();
        return pipes;
    }

    /** Where the names are. */
    Path directory() {
        return directory;
    }

    /** How many bytes each of them holds, or something negative if that is not known. */
    int size() {
        return size;
    }

    /** What the other side sends. */
    FileChannel in() {
        return in;
    }

    /** What the other side receives. */
    Outlet out() {
        return out;
    }

    /** Closes the anchors and removes the names: the other side has both its ends, or will never have. */
    void settle() {
        close(inAnchor);
        close(outAnchor);
        removeNames(directory);
    }

    /** Closes everything. */
    @Override
    public void close() {
        close(in);
        close(out);
        settle();
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // a pipe has nothing to write back
        }
    }

    private static void removeNames(Path directory) {
        for (Path name : List.of(directory.resolve(TO_WORKER), directory.resolve(FROM_WORKER), directory)) {
            try {
                Files.deleteIfExists(name);
            } catch (IOException ignored) {
                // both sides try; a name that neither may remove is no reason to end what works
            }
        }
    }
}
