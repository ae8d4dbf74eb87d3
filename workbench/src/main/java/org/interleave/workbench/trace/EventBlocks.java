package org.interleave.workbench.trace;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * The events of a trace in its page: elements of at most {@value #MOST_EVENTS}, deflated and in base64.
 *
 * <p>The events of a task are first a byte for the kind of each; then for each the number of the processor and one, zero if that is
 * unknown; then for each the nanoseconds since the one before it, a task's first event counting from the beginning of the
 * timeline; both in the base-128 numbers of protocol buffers. Those of the lock, each the beginning of a phase, are first a byte
 * for the part of {@link HolderTimes} that each belongs to, then the times, likewise.
 */
final class EventBlocks {

    /** The most events of an element. */
    static final int MOST_EVENTS = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final TraceReport report;
    private final OutputStream out;

    private EventBlocks(TraceReport report, OutputStream out) {
        this.report = report;
        this.out = out;
    }

    /** Writes all events. */
    static void write(TraceReport report, OutputStream out) throws IOException {
        EventBlocks blocks = new EventBlocks(report, out);
        for (TaskEvents task : report.timeline().tasks()) {
            for (long first = 0; first < task.size(); first += MOST_EVENTS) {
                blocks.task(task, first, Math.min(task.size(), first + MOST_EVENTS));
            }
        }
        Phases phases = blocks.new Phases();
        try {
            MergedEvents.visit(report.timeline(), phases);
            phases.end();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private interface Content {
        void writeTo(OutputStream deflated) throws IOException;
    }

    private void element(String attributes, Content content) throws IOException {
        text("<script type=\"text/plain\" " + attributes + ">");
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try (OutputStream base64 = Base64.getEncoder().wrap(new Unclosed(out));
                OutputStream deflated = new BufferedOutputStream(new DeflaterOutputStream(base64, deflater), BUFFER)) {
            content.writeTo(deflated);
        } finally {
            deflater.end();
        }
        text("</script>\n");
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void task(TaskEvents task, long first, long end) throws IOException {
        element("class=\"events\"", deflated -> {
            for (long event = first; event < end; event++) {
                deflated.write(task.kind(event).ordinal());
            }
            for (long event = first; event < end; event++) {
                varint(task.processor(event).orElse(-1) + 1L, deflated);
            }
            long before = first == 0 ? report.timeline().begin() : task.nanos(first - 1);
            for (long event = first; event < end; event++) {
                varint(task.nanos(event) - before, deflated);
                before = task.nanos(event);
            }
        });
    }

    private static void varint(long number, OutputStream out) throws IOException {
        long rest = number;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** The phases of the lock, found in passing over the events of all tasks. Those of no length are left out. */
    private final class Phases implements MergedEvents.Visitor {

        private static final int NONE = -1;

        private final LockPhase phase = new LockPhase(report.contention().groups());
        private final byte[] parts = new byte[MOST_EVENTS];
        private final long[] since = new long[MOST_EVENTS];
        private int size;
        private long before;
        private int part = NONE;
        private long from;

        @Override
        public void event(int place, long event, long nanos) {
            phase.enter(place, report.timeline().tasks().get(place).stateAfter(event));
            if (phase.now() != part) {
                end(nanos);
                part = phase.now();
                from = nanos;
            }
        }

        /** The present phase has ended. */
        private void end(long nanos) {
            if (part == NONE || nanos == from) {
                return;
            }
            if (size == MOST_EVENTS) {
                write();
            }
            parts[size] = (byte) part;
            since[size++] = from - report.timeline().begin();
        }

        void end() {
            end(report.timeline().end());
            write();
        }

        private void write() {
            try {
                element("class=\"phases\" data-events=\"" + size + "\"", deflated -> {
                    deflated.write(parts, 0, size);
                    for (int i = 0; i < size; i++) {
                        varint(since[i] - before, deflated);
                        before = since[i];
                    }
                });
                size = 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Base64 has to be told that it ends; the page goes on. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
