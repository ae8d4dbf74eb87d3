package org.interleave.processes.wire;

import java.nio.ByteOrder;
import java.util.List;

/**
 * A way by which foreign bytes come into a process, for a {@link Fuzzer} to throw malformed ones at. Used by one thread.
 */
public interface FuzzTarget extends AutoCloseable {

    /** What became of an input. */
    enum Verdict {
        /** It might have been meant. */
        TAKEN,
        /** It was refused in the way that is meant for what is malformed. */
        REFUSED
    }

    /** What it is called in a report. */
    String name();

    /** Well-formed frames, as the target would take them next. The fuzzer joins and changes them. */
    List<byte[]> samples();

    /** In which order the four bytes of the length are that a frame begins with. */
    default ByteOrder lengthOrder() {
        return ByteOrder.BIG_ENDIAN;
    }

    /**
     * Takes an input, and answers when it is known what became of it.
     *
     * @param input some frames, malformed or not; or something else altogether
     * @throws Exception if it broke: whatever is thrown is a finding
     */
    Verdict take(byte[] input) throws Exception;

    /** How many bytes it has written to its log, so far. */
    long logged();

    /** Ends it. @throws Exception if it does not end, or left something behind: a finding, too */
    @Override
    void close() throws Exception;
}
