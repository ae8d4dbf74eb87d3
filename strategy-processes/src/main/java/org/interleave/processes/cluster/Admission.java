package org.interleave.processes.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Admission of connections that have not authenticated, whose number is limited. At the limit a newcomer takes the place of
 * another: of its own host's if that has as many as a host may, otherwise of those of the host that has most. First those go
 * that have not said hello, which a client does at once, and of these the oldest. So strangers who connect and say nothing
 * are in the way of each other only, and those of one host never in that of another's.
 *
 * <p>Not thread-safe.
 *
 * @param <C> a connection
 */
final class Admission<C> {

    private final int most;
    private final int mostOfHost;
    private final Map<C, Waiting> waiting = new LinkedHashMap<>(); // the oldest first

    private record Waiting(String host, boolean hasSaidHello) {}

    /**
     * An admission without any connection yet.
     *
     * @param most how many may wait
     * @param mostOfHost how many of one host
     */
    Admission(int most, int mostOfHost) {
        this.most = most;
        this.mostOfHost = mostOfHost;
    }

    /** Lets a connection wait. Answers the one that has to go for it, if any, which waits no longer. */
    Optional<C> admit(C connection, String host) {
        Optional<C> loser = loser(host);
        loser.ifPresent(waiting::remove);
        waiting.put(connection, new Waiting(host, false));
        return loser;
    }

    private Optional<C> loser(String host) {
        Map<String, Long> hosts =
                waiting.values().stream().collect(Collectors.groupingBy(Waiting::host, Collectors.counting()));
        if (hosts.getOrDefault(host, 0L) >= mostOfHost) {
            return loserOf(host);
        }
        if (waiting.size() < most) {
            return Optional.empty();
        }
        return hosts.entrySet().stream().max(Map.Entry.comparingByValue()).flatMap(crowd -> loserOf(crowd.getKey()));
    }

    private Optional<C> loserOf(String host) {
        Function<Boolean, Optional<C>> oldest = hello -> waiting.entrySet().stream()
                .filter(entry -> entry.getValue().equals(new Waiting(host, hello)))
                .map(Map.Entry::getKey)
                .findFirst();
        return oldest.apply(false).or(() -> oldest.apply(true));
    }

    /** A connection that waits has said hello. */
    void hello(C connection) {
        waiting.computeIfPresent(connection, (same, before) -> new Waiting(before.host(), true));
    }

    /** A connection has authenticated, or is closed. */
    void leave(C connection) {
        waiting.remove(connection);
    }

    /** The number of connections that wait. */
    int size() {
        return waiting.size();
    }
}
