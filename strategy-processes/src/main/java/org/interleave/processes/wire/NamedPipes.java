package org.interleave.processes.wire;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.interleave.core.runtime.ScratchDirectory;

/**
 * The two pipes between the parent and one worker, seen from one end.
 *
 * <p>Java hands a child no descriptors beside stdin, stdout and stderr, and on those the JVM, native code and tasks
 * print. So the pipes are FIFOs with names in a {@link ScratchDirectory} of the parent's. The names are needed until both
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
public final class NamedPipes implements WorkerConnection {

    private static final String TO_WORKER = "to-worker";
    private static final String FROM_WORKER = "from-worker";

    /** Instead of a size: as the system makes them. */
    private static final int UNKNOWN = -1;

    /** Instead of a size: to be enlarged. */
    private static final int ENLARGE = -2;

    private final Path directory;
    private final Runnable removal;
    private final FileChannel in;
    private final PipeOutlet out;
    private final FileChannel inAnchor;
    private final FileChannel outAnchor;
    private final int size;

    private NamedPipes(Path directory, Runnable removal, List<FileChannel> channels, PipeOutlet out, int size) {
        this.size = size;
        this.directory = directory;
        this.removal = removal;
        inAnchor = channels.get(0);
        outAnchor = channels.get(1);
        in = channels.get(2);
        this.out = out;
    }

    private static NamedPipes open(Path directory, Runnable removal, String inName, String outName, int known)
            throws IOException {
        Path inPath = directory.resolve(inName);
        Path outPath = directory.resolve(outName);
        List<FileChannel> channels = new ArrayList<>();
        try {
            channels.add(FileChannel.open(inPath, READ, WRITE));
            channels.add(FileChannel.open(outPath, READ, WRITE));
            channels.add(FileChannel.open(inPath, READ));
            int size = known == ENLARGE ? Math.min(PipeSize.enlarge(inPath), PipeSize.enlarge(outPath)) : known;
            return new NamedPipes(directory, removal, channels, new PipeOutlet(outPath, size), size);
        } catch (IOException e) {
            for (FileChannel channel : channels) {
                channel.close();
            }
            throw e;
        }
    }

    /** The parent's end of two new pipes, as large as may be. */
    public static NamedPipes create() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")), true);
    }

    /**
     * The parent's end of two new pipes.
     *
     * @param place where the directory of their names is to be
     * @param large whether to enlarge them
     */
    public static NamedPipes create(Path place, boolean large) throws IOException {
        ScratchDirectory scratch = ScratchDirectory.create(place);
        Path directory = scratch.path();
        try {
            MakeFifo.at(directory.resolve(TO_WORKER));
            MakeFifo.at(directory.resolve(FROM_WORKER));
            return open(directory, scratch::close, FROM_WORKER, TO_WORKER, large ? ENLARGE : UNKNOWN);
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /**
     * The worker's end. Removes the names, so that nothing is left even if the parent is killed now.
     *
     * @param size what the parent knows of it
     */
    static NamedPipes join(Path directory, int size) throws IOException {
        NamedPipes pipes = open(directory, () -> removeNames(directory), TO_WORKER, FROM_WORKER, size);
        pipes.settle();
        return pipes;
    }

    /** The directory of the names. */
    Path directory() {
        return directory;
    }

    /** The capacity of each pipe in bytes, or something negative if that is not known. */
    public int size() {
        return size;
    }

    @Override
    public List<String> address() {
        return List.of(Transport.PIPE.name(), directory.toString(), Integer.toString(size));
    }

    @Override
    public FileChannel in() {
        return in;
    }

    @Override
    public Outlet out() {
        return out;
    }

    /** Closes the anchors and removes the names. */
    @Override
    public void settle() {
        close(inAnchor);
        close(outAnchor);
        removal.run();
    }

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
        for (String name : List.of(TO_WORKER, FROM_WORKER, ScratchDirectory.LOCK, "")) {
            try {
                Files.deleteIfExists(directory.resolve(name));
            } catch (IOException ignored) {
                // both sides try; a name that neither may remove is no reason to end what works
            }
        }
    }
}
