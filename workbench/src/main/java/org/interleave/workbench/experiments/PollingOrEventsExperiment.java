package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.Devices;
import org.interleave.core.workloads.Transport;
import org.interleave.eventloop.akka.AkkaStrategy;
import org.interleave.eventloop.generators.GeneratorsStrategy;
import org.interleave.eventloop.netty.NettyStrategy;
import org.interleave.eventloop.vertx.VertxStrategy;

/**
 * A client of simulated devices that gets every value and sleeps for ten milliseconds, again and again, beside one that subscribes and is
 * told. The devices change at random moments, each every ten milliseconds in the mean.
 *
 * <p>Who polls makes requests that find nothing new, does not see what changed twice in between, and hears of a change after half a
 * period in the mean, however quickly the server answers. What was missed is counted by the server's own log, what it
 * costs by the processor time of the client's process.
 */
public final class PollingOrEventsExperiment implements Experiment {

    private static final List<String> ENGINES =
            List.of(NettyStrategy.NAME, VertxStrategy.NAME, AkkaStrategy.NAME, GeneratorsStrategy.NAME);

    /** Rows on datagrams. */
    private static final String UDP = NettyStrategy.NAME + "-udp";

    @Override
    public String name() {
        return "polling-or-events";
    }

    @Override
    public String question() {
        return "Is it better to ask devices again and again, or to be told by them?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        Stream<Contender> connections = ENGINES.stream().flatMap(engine -> both(engine, engine, Transport.TCP));
        return Stream.concat(connections, both(NettyStrategy.NAME, UDP, Transport.UDP))
                .toList();
    }

    private static Stream<Contender> both(String strategy, String label, Transport transport) {
        Contender contender =
                Contender.of(Devices.NAME, strategy).withParameter(Devices.TRANSPORT.name(), transport.title());
        return Stream.of(
                contender
                        .withParameter(Devices.HOW.name(), Devices.Watching.POLLS.title())
                        .labelled(polling(label)),
                contender
                        .withParameter(Devices.HOW.name(), Devices.Watching.SUBSCRIBES.title())
                        .labelled(subscribed(label)));
    }

    private static String polling(String label) {
        return label + "-polling";
    }

    private static String subscribed(String label) {
        return label + "-events";
    }

    @Override
    public List<Claim> claims() {
        return Stream.concat(ENGINES.stream(), Stream.of(UDP))
                .flatMap(PollingOrEventsExperiment::claims)
                .toList();
    }

    private static Stream<Claim> claims(String label) {
        return Stream.of(
                missed(
                        "who polls on " + label + " misses a tenth of the changes at least",
                        polling(label),
                        Bound.atLeast(0.1)),
                missed("who is told on " + label + " misses none", subscribed(label), Bound.between(0, 0)),
                Claim.ratio(
                        "who polls on " + label + " makes ten times as many requests",
                        Devices.REQUESTS,
                        polling(label),
                        subscribed(label),
                        Bound.atLeast(10)),
                Claim.ratio(
                        "who is told on " + label + " notices a change in a third of the time",
                        Devices.NOTICE_P50,
                        subscribed(label),
                        polling(label),
                        Bound.atMost(0.33)),
                Claim.ratio(
                        "who is told on " + label + " takes no more processor time",
                        Devices.CLIENT_CPU,
                        subscribed(label),
                        polling(label),
                        Bound.atMost(1)));
    }

    private static Claim missed(String statement, String label, Bound bound) {
        return Claim.value(statement, Devices.MISSED, label, bound)
                .dividedBy(new Claim.Measure(Devices.CHANGES, label));
    }
}
