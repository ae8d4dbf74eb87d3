package org.interleave.workbench.measure;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.interleave.core.InvalidInputException;
import org.interleave.workbench.plan.Plan;
import tools.jackson.core.JacksonException;

/** The reader of a {@link Journal}. Its last line may be half written, and then does not count; all else has to be right. */
public final class JournalReader {

    /** More than any plan's forks take. */
    private static final long LARGEST = 1L << 30;

    private final Path file;
    private final List<JournalLine> lines = new ArrayList<>();
    private long length;

    private JournalReader(Path file) {
        this.file = file;
    }

    /**
     * What a journal holds.
     *
     * @param header what the run is of
     * @param forks those that ended, in order
     * @param resumed when the run went on, in order
     * @param length the bytes of all whole lines
     */
    public record Contents(
            JournalLine.Header header, List<JournalLine.Fork> forks, List<Instant> resumed, long length) {

        public Contents {
            forks = List.copyOf(forks);
            resumed = List.copyOf(resumed);
        }
    }

    /** Reads one. @throws InvalidInputException if it cannot be read, or is no journal of this program's */
    public static Contents read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException("there is no journal " + file);
            }
            if (Files.size(file) > LARGEST) {
                throw new InvalidInputException(file + " is no journal: it has " + Files.size(file) + " bytes");
            }
            return new JournalReader(file).read();
        } catch (IOException e) {
            throw new InvalidInputException("cannot read the journal " + file + ": " + e.getMessage(), e);
        }
    }

    private Contents read() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (Optional<byte[]> line = line(in); line.isPresent(); line = line(in)) {
                lines.add(parse(line.get()));
            }
        }
        if (lines.isEmpty()) {
            throw new InvalidInputException(file + " is no journal, or of a run that ended before it began to measure");
        }
        if (!(lines.getFirst() instanceof JournalLine.Header header)) {
            throw damaged(1, "there is no header");
        }
        return contents(header);
    }

    private Contents contents(JournalLine.Header header) {
        int configurations = Plan.configurations(header.entries()).size();
        List<JournalLine.Fork> forks = new ArrayList<>();
        List<Instant> resumed = new ArrayList<>();
        for (int number = 2; number <= lines.size(); number++) {
            switch (lines.get(number - 1)) {
                case JournalLine.Fork fork -> {
                    if (fork.configuration() < 0 || fork.configuration() >= configurations || fork.millis() < 0) {
                        throw damaged(number, "no such fork was planned");
                    }
                    forks.add(fork);
                }
                case JournalLine.Resumed again -> resumed.add(again.at());
                case JournalLine.Header second -> throw damaged(number, "a second header");
            }
        }
        return new Contents(header, forks, resumed, length);
    }

    /** The next line that is whole. */
    private Optional<byte[]> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                length += line.size() + 1;
                return Optional.of(line.toByteArray());
            }
            line.write(b);
        }
        return Optional.empty();
    }

    private JournalLine parse(byte[] line) {
        int number = lines.size() + 1;
        try {
            if (number == 1) {
                checkFormat(line);
            }
            return JournalLine.MAPPER.readValue(line, JournalLine.class);
        } catch (JacksonException e) {
            throw damaged(number, e.getOriginalMessage());
        }
    }

    private void checkFormat(byte[] header) {
        int format = JournalLine.MAPPER.readTree(header).path("format").asInt(0);
        if (format == 0) {
            throw damaged(1, "there is no header");
        }
        if (format != JournalLine.Header.FORMAT) {
            throw new InvalidInputException("journal " + file + " has format " + format + "; this program reads format "
                    + JournalLine.Header.FORMAT);
        }
    }

    private InvalidInputException damaged(int number, String what) {
        return new InvalidInputException("line " + number + " of journal " + file + " is damaged: "
                + String.valueOf(what).lines().findFirst().orElse(""));
    }
}
