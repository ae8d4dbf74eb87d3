package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.interleave.threads.LockTrace.Kind;
import org.junit.jupiter.api.Test;

/**
 * The trace for Perfetto, read back by the library's own parser and understood by the field numbers of Perfetto's
 * message definitions, as its trace processor would: slices nest and balance on each track, and no time is lost.
 */
class PerfettoTraceTest {

    private static final long SEED = 20_261_121;

    /** A track as Perfetto shows it. */
    private static final class Track {
        private final String name;
        private final long parent;
        private final Deque<Long> open = new ArrayDeque<>();
        private final List<String> names = new ArrayList<>();
        private final List<String> instants = new ArrayList<>();
        private final List<OptionalInt> sliceProcessors = new ArrayList<>();
        private final List<OptionalInt> instantProcessors = new ArrayList<>();
        private long last;
        private long inSlices;

        private Track(String name, long parent) {
            this.name = name;
            this.parent = parent;
        }
    }

    /** What a trace processor makes of a file. */
    private static final class Reader {
        private final Map<Long, Track> tracks = new HashMap<>();
        private final Map<Long, Map<Long, String>> names = new HashMap<>();
        private final Map<Long, Map<Long, String>> annotationNames = new HashMap<>();

        private static Reader read(byte[] file) throws InvalidProtocolBufferException {
            Reader reader = new Reader();
            for (ByteString packet : UnknownFieldSet.parseFrom(file).getField(1).getLengthDelimitedList()) {
                reader.packet(UnknownFieldSet.parseFrom(packet));
            }
            return reader;
        }

        private void packet(UnknownFieldSet packet) throws InvalidProtocolBufferException {
            if (packet.hasField(60)) {
                describe(message(packet, 60));
            }
            if (packet.hasField(12)) {
                assertThat(number(packet, 13)).as("a sequence begins anew").isEqualTo(1);
                names.put(number(packet, 10), interned(message(packet, 12), 2));
                annotationNames.put(number(packet, 10), interned(message(packet, 12), 3));
            }
            if (packet.hasField(11)) {
                event(number(packet, 8), number(packet, 10), message(packet, 11));
            }
        }

        private static Map<Long, String> interned(UnknownFieldSet data, int field)
                throws InvalidProtocolBufferException {
            Map<Long, String> interned = new HashMap<>();
            for (ByteString name : data.getField(field).getLengthDelimitedList()) {
                UnknownFieldSet entry = UnknownFieldSet.parseFrom(name);
                interned.put(number(entry, 1), text(entry, 2));
            }
            return interned;
        }

        private void describe(UnknownFieldSet descriptor) throws InvalidProtocolBufferException {
            String name;
            if (descriptor.hasField(3)) {
                name = "process " + text(message(descriptor, 3), 6);
            } else if (descriptor.hasField(4)) {
                name = "thread " + text(message(descriptor, 4), 5);
            } else {
                name = text(descriptor, 2);
            }
            long parent = descriptor.hasField(5) ? number(descriptor, 5) : 0;
            assertThat(parent == 0 || tracks.containsKey(parent)).isTrue();
            assertThat(tracks.put(number(descriptor, 1), new Track(name, parent)))
                    .isNull();
        }

        private void event(long time, long sequence, UnknownFieldSet event) throws InvalidProtocolBufferException {
            Track track = Objects.requireNonNull(tracks.get(number(event, 11)), "an event on no track");
            assertThat(time).as("in the order of time").isGreaterThanOrEqualTo(track.last);
            track.last = time;
            switch ((int) number(event, 9)) {
                case 1 -> {
                    assertThat(track.open).as("slices of one track overlap").isEmpty();
                    track.open.push(time);
                    track.names.add(name(sequence, event));
                    track.sliceProcessors.add(processor(sequence, event));
                }
                case 2 -> {
                    track.inSlices += time - track.open.pop();
                    assertThat(event.hasField(4)).isFalse();
                }
                case 3 -> {
                    track.instants.add(name(sequence, event));
                    track.instantProcessors.add(processor(sequence, event));
                }
                default -> throw new AssertionError("no such type: " + event);
            }
        }

        private OptionalInt processor(long sequence, UnknownFieldSet event) throws InvalidProtocolBufferException {
            if (!event.hasField(4)) {
                return OptionalInt.empty();
            }
            UnknownFieldSet annotation = message(event, 4);
            Map<Long, String> interned = Objects.requireNonNull(annotationNames.get(sequence));
            assertThat(interned.get(number(annotation, 1))).isEqualTo("processor");
            return OptionalInt.of((int) number(annotation, 4));
        }

        private String name(long sequence, UnknownFieldSet event) {
            Map<Long, String> interned = Objects.requireNonNull(names.get(sequence));
            return Objects.requireNonNull(interned.get(number(event, 10)));
        }

        private Track track(String thread, String name) {
            return tracks.values().stream()
                    .filter(track -> track.name.equals(name)
                            && Objects.requireNonNull(tracks.get(track.parent))
                                    .name
                                    .equals("thread " + thread))
                    .findFirst()
                    .orElseThrow();
        }

        private static UnknownFieldSet message(UnknownFieldSet in, int field) throws InvalidProtocolBufferException {
            return UnknownFieldSet.parseFrom(
                    in.getField(field).getLengthDelimitedList().getFirst());
        }

        private static long number(UnknownFieldSet in, int field) {
            return in.getField(field).getVarintList().getFirst();
        }

        private static String text(UnknownFieldSet in, int field) {
            return in.getField(field).getLengthDelimitedList().getFirst().toStringUtf8();
        }
    }

    private static Reader written(Timeline timeline, String... roles) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PerfettoTrace.write(TraceFixture.report("countdown", timeline, List.of(roles)), file);
        return Reader.read(file.toByteArray());
    }

    @Test
    void slicesBalanceAndAgreeWithTheTrace() throws IOException {
        Timeline timeline = TraceFixture.battle(50_000, SEED);

        Reader reader = written(timeline);

        assertThat(reader.tracks.values())
                .allSatisfy(track -> assertThat(track.open)
                        .as("a slice of " + track.name + " never ends")
                        .isEmpty());
        for (TaskEvents task : timeline.tasks()) {
            StateDurations spent = StateDurations.of(task, timeline);
            Track holding = reader.track("task " + task.task(), "holds the lock");
            Track waiting = reader.track("task " + task.task(), "waits for the lock");
            assertThat(holding.inSlices).isEqualTo(spent.in(LockState.HOLDING)).isPositive();
            assertThat(waiting.inSlices).isEqualTo(spent.in(LockState.WAITING)).isPositive();
            assertThat(holding.names).containsOnly("holds the lock");
            assertThat(waiting.names).containsOnly("waits for the lock");
            assertThat(holding.sliceProcessors)
                    .isEqualTo(processors(task, Kind.ACQUIRED))
                    .contains(OptionalInt.of(0), OptionalInt.of(1));
            assertThat(waiting.instants).containsOnly("woke and found the lock taken");
            assertThat(waiting.instantProcessors)
                    .isEqualTo(processors(task, Kind.FAILED_WAKEUP))
                    .isNotEmpty();
        }
    }

    /** Where each event of a kind happened. */
    private static List<OptionalInt> processors(TaskEvents task, Kind kind) {
        List<OptionalInt> processors = new ArrayList<>();
        for (long event = 0; event < task.size(); event++) {
            if (task.kind(event) == kind) {
                processors.add(task.processor(event));
            }
        }
        return processors;
    }

    @Test
    void everyKindHasItsPlace() throws IOException {
        RecordedEvents task = RecordedEvents.truncated(3, 2)
                .at(5, Kind.BEGUN)
                .at(6, Kind.WAITING)
                .at(7, Kind.DROP_REQUEST)
                .at(8, Kind.ACQUIRED)
                .on(7)
                .at(9, Kind.FORCED)
                .at(12, Kind.ACQUIRED)
                .at(20, Kind.LEFT)
                .at(30, Kind.REENTERED);
        RecordedEvents other = RecordedEvents.of(4).at(5, Kind.BEGUN).at(40, Kind.ENDED);

        Reader reader = written(Timeline.of(List.of(task, other)));

        assertThat(reader.track("task 3", "waits for the lock").instants)
                .containsExactly("asks for the lock", "forced to drop the lock");
        assertThat(reader.track("task 3", "waits for the lock").inSlices).isEqualTo(5);
        assertThat(reader.track("task 3", "waits for the lock").instantProcessors)
                .containsExactly(OptionalInt.empty(), OptionalInt.of(7));
        assertThat(reader.track("task 3", "holds the lock").sliceProcessors)
                .as("what is not known is left out")
                .containsExactly(OptionalInt.empty(), OptionalInt.of(7));
        assertThat(reader.track("task 3", "in I/O or another wait").inSlices).isEqualTo(10);
        Track thread = reader.tracks.values().stream()
                .filter(track -> track.name.equals("thread task 3"))
                .findFirst()
                .orElseThrow();
        assertThat(thread.names).containsExactly("not recorded");
        assertThat(thread.sliceProcessors).containsExactly(OptionalInt.empty());
        assertThat(thread.inSlices).isEqualTo(10);
        assertThat(reader.tracks.values())
                .extracting(track -> track.name)
                .contains("process countdown under giant-lock-tick");
    }

    @Test
    void tasksAreCalledByTheirRoles() throws IOException {
        Reader reader = written(TraceFixture.conversation(), "server", "background");

        assertThat(reader.track("server", "waits for the lock").inSlices).isEqualTo(53_000_000);
        assertThat(reader.track("background", "holds the lock").inSlices).isEqualTo(76_000_000);
    }
}
