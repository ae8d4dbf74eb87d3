package org.interleave.processes.wire;

import org.interleave.core.Port;

/** Credit-based flow control of the messages to an inbox: what a sending worker may have under way. */
public final class FlowControl {

    /** The number of messages that the owner of an inbox takes before their sender is given as many credits. */
    static final int BATCH = Port.INBOX_CAPACITY / 8;

    /** The number of credits that each worker begins with, for each inbox. */
    public static final int WINDOW = Port.INBOX_CAPACITY + BATCH;

    private FlowControl() {}
}
