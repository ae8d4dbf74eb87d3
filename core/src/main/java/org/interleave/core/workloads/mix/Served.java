package org.interleave.core.workloads.mix;

import java.io.Serializable;

/**
 * The account of a task that serves requests, or of the one that answers their messages.
 *
 * @param task its place in the job
 * @param requests the requests that it served
 * @param messages the messages that it sent to another task, or answered
 * @param callsInC the calls of native code that it made and that ran in C
 * @param callsInJava those that ran in Java
 * @param earlyWaits the waits that ended before they should
 * @param here whether it ran in the process and with the objects that it was made in
 */
public record Served(
        int task, long requests, long messages, long callsInC, long callsInJava, long earlyWaits, boolean here)
        implements Serializable {}
