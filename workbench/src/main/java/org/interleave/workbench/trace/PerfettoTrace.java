package org.interleave.workbench.trace;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;
import org.interleave.threads.LockTrace.Kind;

/**
 * The form of a trace for the Perfetto viewer: TrackEvent messages in protocol buffers.
 *
 * <p>Each task is a thread with a track for holding the lock, one for waiting for it, and one for being elsewhere, so
 * that slices on a track never overlap. Marks are instants on the track of the wait that they begin or lie in. What was
 * not recorded is a slice on the thread's own track. Slices and marks are annotated with the processor on which they
 * begin, where that is known. Times are nanoseconds since the first event. Each task's packets are a sequence of their
 * own, in the order of time.
 *
 * <p>Source: {@code protos/perfetto/trace/} of Perfetto, whose field numbers these are, and its guide to writing
 * TrackEvents synthetically.
 */
public final class PerfettoTrace {

    private static final int PACKET_OF_TRACE = 1;

    // TracePacket
    private static final int TIMESTAMP = 8;
    private static final int SEQUENCE_ID = 10;
    private static final int TRACK_EVENT = 11;
    private static final int INTERNED_DATA = 12;
    private static final int SEQUENCE_FLAGS = 13;
    private static final int TRACK_DESCRIPTOR = 60;
    private static final int FIRST_PACKET_ON_SEQUENCE = 87;
    private static final int INCREMENTAL_STATE_CLEARED = 1;
    private static final int NEEDS_INCREMENTAL_STATE = 2;

    // TrackDescriptor
    private static final int UUID = 1;
    private static final int TRACK_NAME = 2;
    private static final int PROCESS = 3;
    private static final int THREAD = 4;
    private static final int PARENT_UUID = 5;

    // ProcessDescriptor and ThreadDescriptor
    private static final int PID = 1;
    private static final int COMMAND_LINE = 2;
    private static final int PROCESS_NAME = 6;
    private static final int TID = 2;
    private static final int THREAD_NAME = 5;

    // TrackEvent
    private static final int DEBUG_ANNOTATIONS = 4;
    private static final int TYPE = 9;
    private static final int NAME_IID = 10;
    private static final int TRACK_UUID = 11;
    private static final int SLICE_BEGIN = 1;
    private static final int SLICE_END = 2;
    private static final int INSTANT = 3;

    // DebugAnnotation
    private static final int ANNOTATION_NAME_IID = 1;
    private static final int INT_VALUE = 4;

    // InternedData, EventName and DebugAnnotationName
    private static final int EVENT_NAMES = 2;
    private static final int DEBUG_ANNOTATION_NAMES = 3;
    private static final int IID = 1;
    private static final int NAME = 2;

    private static final int PROCESSOR = 1;
    private static final int PROCESS_UUID = 1;
    private static final int UUIDS_OF_A_TASK = 8;

    /** What can stand on a track; its place from one is its interned id. */
    private static final List<String> NAMES = List.of(
            "holds the lock",
            "waits for the lock",
            "in I/O or another wait",
            "not recorded",
            "asks for the lock",
            "forced to drop the lock",
            "woke and found the lock taken");

    private final TraceReport report;
    private final CodedOutputStream out;
    private final ProtoMessage packet = new ProtoMessage();
    private final ProtoMessage part = new ProtoMessage();
    private final ProtoMessage detail = new ProtoMessage();

    private PerfettoTrace(TraceReport report, CodedOutputStream out) {
        this.report = report;
        this.out = out;
    }

    /**
     * Writes a trace.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(TraceReport report, OutputStream out) throws IOException {
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        try {
            new PerfettoTrace(report, coded).write();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        coded.flush();
    }

    private void write() throws IOException {
        describeProcess();
        Timeline timeline = report.timeline();
        for (int place = 0; place < timeline.tasks().size(); place++) {
            TaskEvents task = timeline.tasks().get(place);
            Sequence sequence = new Sequence(place, task);
            sequence.describe();
            LockSpans.visit(task, timeline.begin(), timeline.end(), sequence);
        }
    }

    private void describeProcess() throws IOException {
        detail.clear().number(PID, pid());
        for (String argument : report.commandLine()) {
            detail.text(COMMAND_LINE, argument);
        }
        detail.text(PROCESS_NAME, report.workload() + " under " + report.strategy());
        part.clear().number(UUID, PROCESS_UUID).message(PROCESS, detail);
        packet.clear().message(TRACK_DESCRIPTOR, part).writeTo(out, PACKET_OF_TRACE);
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    /** One task's packets. */
    private final class Sequence implements LockSpans.Visitor {

        private final int id;
        private final TaskEvents task;
        private final long threadUuid;

        Sequence(int place, TaskEvents task) {
            this.task = task;
            id = place + 1;
            threadUuid = (long) id * UUIDS_OF_A_TASK;
        }

        void describe() throws IOException {
            String name = report.timeline().names().name(task.task());
            detail.clear().number(PID, pid()).number(TID, id).text(THREAD_NAME, name);
            part.clear()
                    .number(UUID, threadUuid)
                    .number(PARENT_UUID, PROCESS_UUID)
                    .message(THREAD, detail);
            packet.clear().message(TRACK_DESCRIPTOR, part).writeTo(out, PACKET_OF_TRACE);
            for (LockState state : List.of(LockState.HOLDING, LockState.WAITING, LockState.ELSEWHERE)) {
                part.clear()
                        .number(UUID, track(state))
                        .number(PARENT_UUID, threadUuid)
                        .text(TRACK_NAME, NAMES.get(name(state) - 1));
                packet.clear().message(TRACK_DESCRIPTOR, part).writeTo(out, PACKET_OF_TRACE);
            }
            internNames();
        }

        private void internNames() throws IOException {
            part.clear();
            for (int name = 1; name <= NAMES.size(); name++) {
                part.message(EVENT_NAMES, detail.clear().number(IID, name).text(NAME, NAMES.get(name - 1)));
            }
            part.message(
                    DEBUG_ANNOTATION_NAMES,
                    detail.clear().number(IID, PROCESSOR).text(NAME, "processor"));
            packet.clear()
                    .number(SEQUENCE_ID, id)
                    .number(SEQUENCE_FLAGS, INCREMENTAL_STATE_CLEARED)
                    .number(FIRST_PACKET_ON_SEQUENCE, 1)
                    .message(INTERNED_DATA, part)
                    .writeTo(out, PACKET_OF_TRACE);
        }

        private int name(LockState state) {
            return switch (state) {
                case HOLDING -> 1;
                case WAITING -> 2;
                case ELSEWHERE -> 3;
                case UNKNOWN -> 4;
                case ABSENT, TAKING -> throw new IllegalArgumentException(state + " is not shown");
            };
        }

        private int name(Kind mark) {
            return switch (mark) {
                case DROP_REQUEST -> 5;
                case FORCED -> 6;
                case FAILED_WAKEUP -> 7;
                default -> throw new IllegalArgumentException(mark + " is no mark");
            };
        }

        private long track(LockState state) {
            return state == LockState.UNKNOWN ? threadUuid : threadUuid + name(state);
        }

        @Override
        public void begins(LockState state, long from, OptionalInt processor) {
            if (state != LockState.TAKING) {
                event(
                        from,
                        SLICE_BEGIN,
                        track(state),
                        name(state),
                        state == LockState.UNKNOWN ? OptionalInt.empty() : processor);
            }
        }

        @Override
        public void span(LockState state, long from, long to, OptionalInt processor) {
            if (state != LockState.TAKING) {
                event(to, SLICE_END, track(state), name(state), OptionalInt.empty());
            }
        }

        @Override
        public void mark(Kind kind, long at, OptionalInt processor) {
            event(at, INSTANT, track(LockState.WAITING), name(kind), processor);
        }

        private void event(long at, int type, long track, int name, OptionalInt processor) {
            try {
                part.clear().number(TYPE, type).number(TRACK_UUID, track);
                if (type != SLICE_END) {
                    part.number(NAME_IID, name);
                }
                if (processor.isPresent()) {
                    part.message(
                            DEBUG_ANNOTATIONS,
                            detail.clear()
                                    .number(ANNOTATION_NAME_IID, PROCESSOR)
                                    .number(INT_VALUE, processor.getAsInt()));
                }
                packet.clear()
                        .number(TIMESTAMP, at - report.timeline().begin())
                        .number(SEQUENCE_ID, id)
                        .number(SEQUENCE_FLAGS, NEEDS_INCREMENTAL_STATE)
                        .message(TRACK_EVENT, part)
                        .writeTo(out, PACKET_OF_TRACE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
