package org.interleave.workbench.trace;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of the giant lock's events by the JDK's flight recorder. Not thread-safe. */
public final class FlightRecording implements AutoCloseable {

    private static final String LOSS = "jdk.DataLoss";
    private static final List<String> EVENTS = List.of(
            "org.interleave.LockHolding",
            "org.interleave.LockWaiting",
            "org.interleave.LockElsewhere",
            "org.interleave.LockForced",
            "org.interleave.LockDropRequest",
            "org.interleave.LockFailedWakeup",
            LOSS);

    private final Recording recording = new Recording();

    /** Begins to record; runs that begin from now on are seen. */
    FlightRecording() {
        EVENTS.forEach(event -> recording.enable(event).withoutThreshold().withoutStackTrace());
        recording.start();
    }

    void stop() {
        recording.stop();
    }

    /**
     * Writes what was recorded, in the flight recorder's own format.
     *
     * @throws IOException if it cannot be written
     */
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream recorded = Objects.requireNonNull(recording.getStream(null, null), "nothing was recorded")) {
            recorded.transferTo(out);
        }
    }

    /**
     * The bytes of events that the flight recorder had to drop, as it says itself. Takes a temporary file.
     *
     * @throws IOException if that cannot be written or read
     */
    public long lostBytes() throws IOException {
        Path file = Files.createTempFile("interleave", ".jfr");
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                writeTo(out);
            }
            return lostBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static long lostBytes(Path file) throws IOException {
        long lost = 0;
        try (RecordingFile recorded = new RecordingFile(file)) {
            while (recorded.hasMoreEvents()) {
                RecordedEvent event = recorded.readEvent();
                lost += event.getEventType().getName().equals(LOSS) ? event.getLong("amount") : 0;
            }
        }
        return lost;
    }

    @Override
    public void close() {
        recording.close();
    }
}
