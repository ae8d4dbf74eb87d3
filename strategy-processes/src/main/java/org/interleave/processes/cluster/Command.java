package org.interleave.processes.cluster;

import akka.cluster.ClusterEvent;

/**
 * A message to the actor of either side. Only a {@link SessionMessage} comes from the other side, or what was to be one.
 */
sealed interface Command
        permits SessionMessage,
                Command.Malformed,
                Command.Flush,
                Command.Tick,
                Command.End,
                Command.Stop,
                Command.MemberChange,
                Command.Unreachable {

    /**
     * Something has come from the other side that is no message.
     *
     * @param session which it named, 0 if none
     */
    record Malformed(long session, String problem) implements Command {}

    /** There is something to send. */
    record Flush() implements Command {}

    /** Time goes by. */
    record Tick() implements Command {}

    /** This side ends a session. */
    record End(long session, String why) implements Command {}

    /** This side ends altogether. */
    record Stop(String why) implements Command {}

    /** Someone joined, left or was removed. */
    record MemberChange(ClusterEvent.MemberEvent event) implements Command {}

    /** Someone is not heard any more. */
    record Unreachable(ClusterEvent.UnreachableMember event) implements Command {}
}
