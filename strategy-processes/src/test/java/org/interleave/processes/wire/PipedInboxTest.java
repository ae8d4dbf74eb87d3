package org.interleave.processes.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.concurrent.TimeUnit;
import org.interleave.core.Message;
import org.interleave.core.Port;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PipedInboxTest {

    private final FrameWriter nowhere =
            new FrameWriter(new ChannelOutlet(Channels.newChannel(new ByteArrayOutputStream())));
    private final PipedInbox inbox = new PipedInbox(1, 2, 3, nowhere);

    private int sendAll() {
        int sent = 0;
        while (inbox.offer(Message.EMPTY)) {
            sent++;
        }
        return sent;
    }

    @Test
    void aSenderWaitsAfterAnInboxfulAndALittle() {
        assertThat(sendAll()).isBetween(Port.INBOX_CAPACITY, Port.INBOX_CAPACITY * 5 / 4);
        inbox.credit(5);
        assertThat(sendAll()).isEqualTo(5);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aSenderThatWaitsGoesOnWithCreditOrTheOwnersEnd() throws InterruptedException {
        sendAll();
        Thread sender = Thread.ofPlatform().start(this::putTwo);
        inbox.credit(1);
        inbox.close();
        sender.join();
        assertThat(inbox.offer(Message.EMPTY)).isTrue();
    }

    private void putTwo() {
        try {
            inbox.put(Message.EMPTY);
            inbox.put(Message.EMPTY);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void messagesComeInOrderUntilTheOwnerEnds() throws InterruptedException {
        inbox.arrived(new Frame.Post(1, 2, 4, MessageBatch.of(Message.of(1))));
        inbox.arrived(new Frame.Post(1, 2, 5, MessageBatch.of(Message.of(2))));
        inbox.arrived(new Frame.Post(1, 2, 4, MessageBatch.of(Message.of(3))));
        assertThat(inbox.take()).isEqualTo(Message.of(1));
        assertThat(inbox.poll()).contains(Message.of(2));
        inbox.close();
        assertThat(inbox.poll()).isEmpty();
    }
}
