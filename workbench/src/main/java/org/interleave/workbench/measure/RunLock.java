package org.interleave.workbench.measure;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Printable;
import org.interleave.core.runtime.OwnFiles;
import org.jspecify.annotations.Nullable;

/**
 * The lock that a run holds while it measures, one for each user of a machine: two runs at once would measure each other.
 *
 * <p>It is the kernel's lock on a file in a directory of this user's, and is gone when its holder is, however that ends. The
 * file says who holds it, for whom to wait.
 */
public final class RunLock implements AutoCloseable {

    /** The system property that names another place than the one for temporary files. */
    private static final String PLACE = "interleave.run-lock";

    private static final String FILE = "run.lock";
    private static final int HOLDER_BYTES = 400;

    private final @Nullable FileChannel channel;

    private RunLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, and waits for it if need be.
     *
     * @param arguments what the program was called with, for those who wait for it
     * @param refuse whether to refuse instead of waiting
     * @param remarks told whom this waits for, or that locks cannot be had here
     * @throws InvalidInputException if another run holds it and waiting is not wanted
     */
    public static RunLock acquire(List<String> arguments, boolean refuse, Consumer<String> remarks) {
        try {
            return acquire(file(), arguments, refuse, remarks);
        } catch (IOException e) {
            remarks.accept("cannot tell whether another run measures at the same time: " + e.getMessage());
            return new RunLock(null);
        }
    }

    private static Path file() throws IOException {
        Path place =
                Optional.ofNullable(System.getProperty(PLACE)).map(Path::of).orElseGet(TemporaryFiles::place);
        return OwnFiles.ownDirectory(place).resolve(FILE);
    }

    private static RunLock acquire(Path file, List<String> arguments, boolean refuse, Consumer<String> remarks)
            throws IOException {
        FileChannel channel =
                FileChannel.open(file, Set.of(CREATE, READ, WRITE, NOFOLLOW_LINKS), OwnFiles.PRIVATE_FILE);
        boolean taken = false;
        try {
            if (channel.tryLock() == null) {
                String other = "another run is measuring (" + holder(channel) + ")";
                if (refuse) {
                    throw new InvalidInputException(other + "; without --no-wait this one waits for its end");
                }
                remarks.accept(other + ": waiting for its end");
                channel.lock();
            }
            taken = true;
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        sign(channel, arguments);
        return new RunLock(channel);
    }

    private static void sign(FileChannel channel, List<String> arguments) throws IOException {
        String text = "process " + ProcessHandle.current().pid() + ", since "
                + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + ": interleave "
                + String.join(" ", arguments);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(Printable.line(text, HOLDER_BYTES / 4).getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HOLDER_BYTES);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        return text.isBlank() ? "it has just begun" : Printable.line(text);
    }

    /** Gives it back. */
    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // the kernel takes it back when this process ends
        }
    }
}
