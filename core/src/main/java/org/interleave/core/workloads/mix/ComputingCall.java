package org.interleave.core.workloads.mix;

import java.nio.ByteBuffer;
import java.util.List;
import org.interleave.core.Kernel;
import org.interleave.core.Kernel.Argument;
import org.interleave.core.Message;
import org.interleave.core.NativeCall;
import org.interleave.core.Tick;

/**
 * A call of native code that computes. It answers the state that its ticks lead to, and whether it was C code that ran them.
 *
 * @param state the state before
 * @param ticks how many ticks
 * @param releases whether it does without the lock
 */
record ComputingCall(long state, long ticks, boolean releases) implements NativeCall {

    private static final long IN_JAVA = 0;
    private static final long IN_C = 1;

    /** About 2 ms: as often a call that releases looks whether it is interrupted. */
    private static final long SLICE_TICKS = 100_000;

    /**
     * What it answers.
     *
     * @param state the state after
     * @param inC whether it was C code that ran the ticks
     */
    record Computed(long state, boolean inC) {

        static Computed of(Message answer) {
            ByteBuffer words = answer.buffer();
            return new Computed(words.getLong(), words.getLong() == IN_C);
        }
    }

    @Override
    public Message call() throws InterruptedException {
        long reached = state;
        for (long left = ticks; left > 0; left -= SLICE_TICKS) {
            if (releases && Thread.interrupted()) {
                throw new InterruptedException();
            }
            reached = Tick.run(reached, Math.min(left, SLICE_TICKS));
        }
        return answer(reached, IN_JAVA);
    }

    @Override
    public Kernel<Message> twin() {
        List<Argument> arguments = List.of(new Argument.Word(state), new Argument.Word(ticks));
        return new Kernel<>("countdown", arguments, results -> answer(results.word(0), IN_C));
    }

    private static Message answer(long state, long where) {
        return Message.copyOf(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(state)
                .putLong(where)
                .flip());
    }
}
