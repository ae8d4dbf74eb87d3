package org.interleave.processes.cluster;

import java.time.Duration;

/**
 * The timeouts of a session, all derived from how long one side may not be heard of.
 *
 * @param silence how long the other side's heart may not be heard until it counts as lost, from {@link #LEAST} to {@link
 *     #MOST}
 */
public record NodeTimeouts(Duration silence) {

    /** The least that can be asked for: two heartbeats. */
    public static final Duration LEAST = Duration.ofSeconds(1);

    /** By default. */
    public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(10);

    /** The most that can be asked for. */
    public static final Duration MOST = Duration.ofMinutes(10);

    /** Heartbeats in the time of silence, at most two a second: on a busy machine some come late, but not all. */
    private static final int BEATS = 8;

    private static final Duration QUICKEST_BEAT = Duration.ofMillis(100);
    private static final Duration SLOWEST_BEAT = Duration.ofMillis(500);

    /**
     * What a side takes that is alive but does not get on, in times of silence: joining a cluster takes some exchanges, of
     * which each may be as late as a heartbeat.
     */
    private static final int STANDSTILL = 6;

    /** Long for a handshake, also on a busy machine. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /** Checks the range. */
    public NodeTimeouts {
        if (silence.compareTo(LEAST) < 0 || silence.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("a silence of " + silence + " is not between " + LEAST + " and " + MOST);
        }
    }

    /** Heartbeats come this far apart. */
    Duration beat() {
        Duration even = silence.dividedBy(BEATS);
        if (even.compareTo(SLOWEST_BEAT) > 0) {
            return SLOWEST_BEAT;
        }
        return even.compareTo(QUICKEST_BEAT) < 0 ? QUICKEST_BEAT : even;
    }

    /** The time that a connection has to authenticate. */
    Duration handshake() {
        return silence.compareTo(HANDSHAKE) > 0 ? silence : HANDSHAKE;
    }

    /**
     * The time in which nothing may progress although the other side's heart beats: a client's joining, a stream's bytes.
     */
    Duration standstill() {
        return silence.multipliedBy(STANDSTILL);
    }

    /** To follow "it has not been heard of for". */
    @Override
    public String toString() {
        return silence.toMillis() % 1_000 == 0 ? silence.toSeconds() + " s" : silence.toMillis() + " ms";
    }
}
