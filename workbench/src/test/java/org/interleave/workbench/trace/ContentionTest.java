package org.interleave.workbench.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.interleave.threads.LockTrace.Kind;
import org.interleave.workbench.trace.Contention.Share;
import org.interleave.workbench.trace.Contention.Waiter;
import org.junit.jupiter.api.Test;

/** Who held the lock, who waited for it, and for whom. */
class ContentionTest {

    private static final long MILLIS = 1_000_000;
    private static final long SEED = 20_261_129;

    private static Contention contention(Timeline timeline, List<String> roles) {
        return Contention.of(TraceFixture.named(timeline, roles));
    }

    private static List<Long> millis(HolderTimes times) {
        return times.parts().stream().map(nanos -> nanos / MILLIS).toList();
    }

    @Test
    void aFreeLockIsBeingHandedOverOrNobodyWantsIt() {
        Contention contention = contention(TraceFixture.conversation(), List.of("server", "background"));

        assertThat(millis(contention.lock())).containsExactly(10L, 76L, 6L, 8L, 0L);
        assertThat(contention.lockShares())
                .containsExactly(
                        new Share(0, "server", 10 * MILLIS, 0.1),
                        new Share(1, "background", 76 * MILLIS, 0.76),
                        new Share(2, "free, being handed over", 6 * MILLIS, 0.06),
                        new Share(3, "free, nobody awake", 8 * MILLIS, 0.08));
    }

    @Test
    void theMatrixTellsWhoWaitedForWhom() {
        Contention contention = contention(TraceFixture.conversation(), List.of("server", "background"));

        assertThat(millis(contention.waiters().get(0).waited())).containsExactly(0L, 50L, 3L, 0L, 0L);
        assertThat(millis(contention.waiters().get(1).waited())).containsExactly(10L, 0L, 6L, 0L, 0L);
        assertThat(contention.waitedShare(0)).isCloseTo(0.53, within(1e-9));
        assertThat(contention.waiting()).containsExactly(0, 1);
        assertThat(contention.waitedIn()).containsExactly(0, 1, 2);
    }

    @Test
    void itTellsHowOftenEachWaitedAndHowItCameToTheLock() {
        Waiter server = contention(TraceFixture.conversation(), List.of("server", "background"))
                .waiters()
                .getFirst();

        assertThat(server.waits()).isEqualTo(2);
        assertThat(server.median()).isCloseTo(11 * MILLIS, within(MILLIS / 100));
        assertThat(server.longest()).isEqualTo(42 * MILLIS);
        assertThat(server.asked()).isEqualTo(2);
        assertThat(server.failedWakeups()).isZero();
    }

    @Test
    void ofManyTasksThoseOfOneRoleAreOne() {
        Contention contention = contention(TraceFixture.queue(40), Collections.nCopies(39, "sleeper"));

        assertThat(contention.groups()).extracting(TaskGroup::name).containsExactly("39 × sleeper", "task 39");
        assertThat(millis(contention.waiters().get(0).waited()))
                .as("the first does not wait, the last 38 ms")
                .containsExactly(38L * 39 / 2, 0L, 0L, 0L, 0L);
        assertThat(millis(contention.waiters().get(1).waited())).containsExactly(39L, 0L, 0L, 0L, 0L);
        assertThat(contention.waitedShare(0)).isCloseTo(38.0 / 2 / 40, within(1e-9));
    }

    @Test
    void whatWasNotRecordedIsNobodys() {
        Timeline timeline = Timeline.of(List.of(
                RecordedEvents.truncated(0, 5)
                        .at(0, Kind.BEGUN)
                        .at(0, Kind.ACQUIRED)
                        .at(10, Kind.DROPPED),
                RecordedEvents.of(1)
                        .at(0, Kind.BEGUN)
                        .at(0, Kind.WAITING)
                        .at(30, Kind.ACQUIRED)
                        .at(50, Kind.ENDED)));

        Contention contention = contention(timeline, List.of());

        assertThat(contention.lock().parts()).containsExactly(10L, 20L, 0L, 0L, 20L);
        assertThat(contention.waiters().get(1).waited().parts()).containsExactly(10L, 0L, 0L, 0L, 20L);
        assertThat(contention.lockShares()).extracting(Share::name).containsExactly("task 0", "task 1", "not recorded");
    }

    /** A wait that the recording does not see the end of is no wait of which one knows how long it was. */
    @Test
    void aWaitWithoutAnEndIsNotCounted() {
        Timeline timeline = Timeline.of(List.of(
                RecordedEvents.truncated(0, 5)
                        .at(0, Kind.BEGUN)
                        .at(0, Kind.WAITING)
                        .at(10, Kind.DROP_REQUEST),
                RecordedEvents.of(1).at(0, Kind.BEGUN).at(0, Kind.ACQUIRED).at(50, Kind.ENDED)));

        Waiter waiter = contention(timeline, List.of()).waiters().getFirst();

        assertThat(waiter.waits()).isZero();
        assertThat(waiter.asked()).isEqualTo(1);
        assertThat(waiter.waited().total()).isEqualTo(10);
    }

    @Test
    void everythingAddsUp() {
        for (Timeline timeline : List.of(TraceFixture.battle(50_000, SEED), TraceFixture.conversation())) {
            Contention contention = contention(timeline, List.of());

            assertThat(contention.lock().total()).isEqualTo(timeline.nanos());
            for (int group = 0; group < contention.groups().size(); group++) {
                Waiter waiter = contention.waiters().get(group);
                assertThat(waiter.waited().total()).isEqualTo(waiter.in(LockState.WAITING));
                assertThat(waiter.waited().held().get(group)).as("for itself").isZero();
                assertThat(waiter.waited().idle()).as("while nobody wanted it").isZero();
                assertThat(contention.lock().held().get(group)).isEqualTo(waiter.in(LockState.HOLDING));
                assertThat(waiter.spent().values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        .isEqualTo(timeline.nanos());
            }
        }
    }

    /** A policy that plugs in may tell that two hold the lock. The time is counted once. */
    @Test
    void theLastThatTookTheLockHoldsItIfTwoSeemTo() {
        Timeline timeline = Timeline.of(List.of(
                RecordedEvents.of(0).at(0, Kind.BEGUN).at(0, Kind.ACQUIRED).at(100, Kind.ENDED),
                RecordedEvents.of(1).at(10, Kind.BEGUN).at(30, Kind.ACQUIRED).at(60, Kind.ENDED)));

        assertThat(contention(timeline, List.of()).lock().parts()).containsExactly(70L, 30L, 0L, 0L, 0L);
    }

    @Test
    void anEmptyRunHasNothing() {
        Contention contention = contention(Timeline.of(List.of()), List.of());

        assertThat(contention.groups()).isEmpty();
        assertThat(contention.lock().total()).isZero();
        assertThat(contention.lockShares()).isEmpty();
    }

    @Test
    void noMoreGroupsAreToldOfThanOneCanRead() {
        List<String> roles = IntStream.range(0, 40)
                .mapToObj(task -> "role-" + (task < 20 ? 0 : task))
                .toList();

        List<TaskGroup> groups = contention(TraceFixture.queue(40), roles).groups();

        assertThat(groups).hasSize(TaskGroup.MOST).extracting(TaskGroup::name).startsWith("20 × role-0", "role-20");
        assertThat(groups.getLast().name()).isEqualTo("10 × other");
        assertThat(groups.stream().flatMap(group -> group.places().stream()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 40).boxed().toList());
    }
}
