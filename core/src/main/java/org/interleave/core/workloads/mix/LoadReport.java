package org.interleave.core.workloads.mix;

import java.util.List;
import java.util.Optional;
import org.interleave.core.Latencies;

/**
 * What came of a load.
 *
 * @param answers those of the requests, by their numbers; nothing of one that was not answered
 * @param answered how many requests were answered
 * @param refused how many requests were refused
 * @param latency the times from when requests were due until they were answered
 * @param lateness the times from when requests were due until the load had them on their way, in an open loop
 * @param inFlight how many requests there were on average that were due and not answered
 * @param nanos the time from when the load began until the last answer
 * @param processorNanos processor time of this process and its children meanwhile, but for the load's own
 * @param complaint what a server did wrong first, if anything, to follow its name
 */
record LoadReport(
        List<Optional<RequestPlan.Answer>> answers,
        int answered,
        int refused,
        Latencies latency,
        Latencies lateness,
        double inFlight,
        long nanos,
        long processorNanos,
        Optional<String> complaint) {

    /** Takes a copy. */
    LoadReport {
        answers = List.copyOf(answers);
    }
}
