package org.interleave.core.workloads.mix;

import java.time.Duration;
import java.util.Optional;
import org.interleave.core.workloads.ArrivalSchedule;

/**
 * How requests come.
 *
 * @param requests how many, one at least
 * @param inFlight how many are served at once: in a closed loop always so many, in an open loop at most
 * @param arrivals when they are due; nothing in a closed loop, where an answer makes the next request due
 * @param queue how many may wait until they are served; more are refused
 * @param patience how long nothing may happen
 */
record LoadPlan(int requests, int inFlight, Optional<ArrivalSchedule> arrivals, int queue, Duration patience) {}
