package org.interleave.processes.cluster;

import java.nio.ByteBuffer;

/** One side of an open link. Thread-safe. What is sent after its end is dropped. */
public interface NodeConnection {

    /** The largest parcel, in bytes. */
    int MAX_PARCEL = 66 << 20;

    /**
     * Sends a parcel after those sent before. Never waits: what the other side has not taken yet is kept.
     *
     * @param parcel from one to {@link #MAX_PARCEL} bytes, left alone from now on
     */
    void send(ByteBuffer parcel);

    /** The same, but waits for as long as much is kept already. */
    void sendPatiently(ByteBuffer parcel) throws InterruptedException;

    /** Ends the link. The other side is told why, and so is this side's end. Returns at once. */
    void end(String why);

    /** Takes what comes through a link. Called by one thread at a time, which should not be kept for long. */
    interface End {

        /** A parcel has come. */
        void received(ByteBuffer parcel);

        /** The link has ended; nothing comes any more. Called once, also if the link was never open. */
        void closed(String why);
    }
}
