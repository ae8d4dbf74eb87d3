package org.interleave.workbench.measure;

import org.interleave.workbench.plan.Builds;
import org.interleave.workbench.report.Report;

/**
 * The reports of two builds that took turns in one session.
 *
 * @param older of the other build
 * @param newer of this build
 */
public record BuildReports(Report older, Report newer) {

    /** What a session found. */
    public static BuildReports of(RunOrder order, OtherBuild other, Measurement measurement) {
        Environment environment = order.header().environment();
        return new BuildReports(
                report(order, Builds.OLD, other.environment(environment), measurement),
                report(order, Builds.NEW, environment, measurement));
    }

    private static Report report(RunOrder order, String build, Environment environment, Measurement measurement) {
        RunOrder alone = new RunOrder(
                order.catalog(),
                Builds.only(order.plan(), build),
                order.header().withEnvironment(environment),
                order.known(),
                order.resumed());
        return new Reporter(alone).report(measurement);
    }
}
