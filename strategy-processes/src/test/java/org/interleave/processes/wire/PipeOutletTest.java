package org.interleave.processes.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pipe holds is known on Linux only. */
@Needs(Resource.LINUX)
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeOutletTest {

    /** Were there less room than it says, this would not end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatItHasRoomForDoesNotWait(long seed) throws IOException {
        Random random = new Random(seed);
        try (NamedPipes parent = NamedPipes.create();
                NamedPipes worker = NamedPipes.join(parent.directory(), parent.size())) {
            Outlet outlet = parent.out();
            assertThat(outlet.fits(1)).isTrue();
            int most = seed % 2 == 0 ? 10_000 : 100_000;
            byte[] bytes = new byte[most];
            for (int i = 0; i < 3_000; i++) {
                int length = 1 + random.nextInt(most);
                if (!outlet.drained(length)) {
                    length = mostThatFits(outlet, length);
                }
                outlet.writeNow(bytes, length);
                if (random.nextInt(10) == 0 || length == 0) {
                    worker.in().read(ByteBuffer.allocate(1 + random.nextInt(most)));
                }
            }
        }
    }

    /** Up to so many bytes. */
    private static int mostThatFits(Outlet outlet, int length) {
        int fits = 0;
        for (int most = length; fits < most; ) {
            int middle = most - (most - fits) / 2;
            if (outlet.fits(middle)) {
                fits = middle;
            } else {
                most = middle - 1;
            }
        }
        return fits;
    }

    /** So many that a count of what they take would not fit into an {@code int}. */
    @Test
    void manySmallWritesMakeNoRoom() throws IOException {
        try (NamedPipes parent = NamedPipes.create();
                NamedPipes worker = NamedPipes.join(parent.directory(), parent.size())) {
            Outlet outlet = parent.out();
            assertThat(outlet.fits(1)).isTrue();
            byte[] one = {1};
            ByteBuffer read = ByteBuffer.allocateDirect(1);
            for (int i = 0; i < 300_000; i++) {
                outlet.writeNow(one, 1);
                worker.in().read(read.clear());
            }
            assertThat(outlet.fits(parent.size() + 1)).isFalse();
        }
    }

    @Test
    void anInterruptedThreadDoesNotCloseIt() throws IOException {
        try (NamedPipes parent = NamedPipes.create();
                NamedPipes worker = NamedPipes.join(parent.directory(), parent.size())) {
            assertThat(parent.out().fits(parent.size())).isTrue();
            Thread.currentThread().interrupt();
            parent.out().writeNow(new byte[] {7}, 1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(worker.in().read(ByteBuffer.allocate(2))).isEqualTo(1);
            assertThat(parent.out().isOpen()).isTrue();
            assertThat(parent.out().fits(parent.size())).isTrue();
        }
    }
}
