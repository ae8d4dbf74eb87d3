package org.interleave.core.workloads;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.interleave.core.Feature;
import org.interleave.core.InvalidInputException;
import org.interleave.core.Job;
import org.interleave.core.Kernel;
import org.interleave.core.Metric;
import org.interleave.core.Outcome;
import org.interleave.core.Parameter;
import org.interleave.core.Parameters;
import org.interleave.core.Round;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.core.Tick;
import org.interleave.core.Turn;
import org.interleave.core.Workload;
import org.interleave.core.WrongResultException;

/**
 * The time each user spent on a site: adds up every user's sessions, a tick for each, as an interpreter would spend an
 * instruction on it. The users are split into chunks, a task each. A task carries its chunk's data, so a strategy that
 * runs it elsewhere has to ship them.
 *
 * <p>The oracle is how the data are made: a user's total is drawn first and then cut into sessions.
 */
public final class TimeSpent implements Workload<TimeSpent.Totals> {

    /** Its name. */
    public static final String NAME = "session-totals";

    /** A metric. The size of the data. */
    public static final String DATA = "data";

    /** The number of users. */
    public static final Parameter<Long> USERS =
            Parameter.count("users", "users whose time is added up", 40_000, 100_000, 1, 10_000_000);

    /** Sessions of each user. */
    public static final Parameter<Long> SESSIONS =
            Parameter.count("sessions", "sessions of each user", 250, 250, 1, 1_000_000);

    /** The number of chunks, each a task. */
    public static final Parameter<Long> CHUNKS =
            Parameter.count("chunks", "chunks of users, a task for each", 8, 8, 1, 10_000);

    /** The seed of the random data. */
    public static final Parameter<Long> SEED = Parameter.count("seed", "seed of the data", 1, 1, 0, 1_000_000_000_000L);

    private static final long MAX_SESSIONS = 500_000_000;

    /** What a task of this workload results in: its users' totals. Immutable. */
    public static final class Totals implements Serializable {

        private static final long serialVersionUID = 1;

        private final long[] totals;
        private final long state;

        /**
         * Takes a copy.
         *
         * @param totals milliseconds of each user
         * @param state the tick's state at the end
         */
        public Totals(long[] totals, long state) {
            this.totals = totals.clone();
            this.state = state;
        }

        /** The number of users. */
        public int users() {
            return totals.length;
        }

        /** Milliseconds of one user, by place in the chunk. */
        public long total(int user) {
            return totals[user];
        }

        /** The tick's state at the end. */
        public long state() {
            return state;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "tasks that add up the sessions of many users, a chunk of the data each";
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(USERS, SESSIONS, CHUNKS, SEED);
    }

    @Override
    public Set<Feature> needs() {
        return Set.of();
    }

    @Override
    public boolean hasKernels() {
        return true;
    }

    @Override
    public Optional<Set<String>> metrics() {
        return Optional.of(Set.of(DATA));
    }

    @Override
    public Optional<Parameter<?>> size() {
        return Optional.of(USERS);
    }

    @Override
    public Round<Totals> prepare(Parameters parameters) {
        int users = parameters.getInt(USERS);
        int sessions = parameters.getInt(SESSIONS);
        int chunks = parameters.getInt(CHUNKS);
        if (chunks > users) {
            throw new InvalidInputException("chunks=" + chunks + " is more than users=" + users);
        }
        if ((long) users * sessions > MAX_SESSIONS) {
            throw new InvalidInputException("users=" + users + " of sessions=" + sessions
                    + " each is too much to hold in memory, allowed are " + MAX_SESSIONS + " sessions in all");
        }
        SplittableRandom random = new SplittableRandom(parameters.get(SEED));
        return new TimeSpentRound(IntStream.range(0, chunks)
                .mapToObj(chunk -> Chunk.make(share(users, chunks, chunk), sessions, Tick.seed(chunk), random))
                .toList());
    }

    /** The first chunks take one user more if the users do not divide. */
    private static int share(int users, int chunks, int index) {
        return users / chunks + (index < users % chunks ? 1 : 0);
    }

    private record TimeSpentRound(List<Chunk> chunks) implements Round<Totals> {

        @Override
        public Job<Totals> job() {
            return Job.of(chunks.stream().map(ChunkTask::new).toList());
        }

        @Override
        public Optional<String> role(int task) {
            return Optional.of("chunk");
        }

        @Override
        public Map<String, Metric> verify(Outcome<Totals> outcome) {
            List<Totals> results = outcome.results(chunks.size());
            long bytes = 0;
            for (int i = 0; i < chunks.size(); i++) {
                chunks.get(i).check(i, results.get(i));
                bytes += (long) chunks.get(i).visits.length * Integer.BYTES;
            }
            return Map.of(DATA, Metric.bytes(bytes));
        }
    }

    /** The data of some users, and what they have to add up to. Never changed once made. */
    private static final class Chunk {

        private static final int MEAN_SESSION_MILLIS = 300_000;

        private final int[] visits;
        private final int sessions;
        private final long[] totals;
        private final long seed;

        private Chunk(int users, int sessions, long seed) {
            this.visits = new int[users * sessions];
            this.sessions = sessions;
            this.totals = new long[users];
            this.seed = seed;
        }

        static Chunk make(int users, int sessions, long seed, SplittableRandom random) {
            Chunk chunk = new Chunk(users, sessions, seed);
            for (int user = 0; user < users; user++) {
                chunk.totals[user] = random.nextLong(2L * MEAN_SESSION_MILLIS * sessions);
                chunk.cut(user, random);
            }
            return chunk;
        }

        /** Cuts a user's total into equal sessions, then moves time between neighbours. */
        private void cut(int user, SplittableRandom random) {
            int first = user * sessions;
            long total = totals[user];
            for (int i = 0; i < sessions; i++) {
                visits[first + i] = (int) (total / sessions + (i < total % sessions ? 1 : 0));
            }
            for (int i = first + 1; i < first + sessions; i += 2) {
                int both = visits[i - 1] + visits[i];
                visits[i] = random.nextInt(both + 1);
                visits[i - 1] = both - visits[i];
            }
        }

        void check(int chunk, Totals result) {
            if (result.users() != totals.length) {
                throw new WrongResultException("chunk " + chunk + " of session-totals has " + result.users()
                        + " users, should have " + totals.length);
            }
            for (int user = 0; user < totals.length; user++) {
                if (result.total(user) != totals[user]) {
                    throw new WrongResultException("user " + user + " in chunk " + chunk + " of session-totals spent "
                            + result.total(user) + " ms, should be " + totals[user]);
                }
            }
            if (result.state() != Tick.jump(seed, visits.length)) {
                throw new WrongResultException(
                        "chunk " + chunk + " of session-totals did not run a tick for each of its sessions");
            }
        }
    }

    private static final class ChunkTask implements Task<Totals> {

        private static final long serialVersionUID = 1;

        /** Only read, so tasks of one chunk share it. */
        private final int[] visits;

        private final int sessions;
        private final long[] totals;
        private long state;
        private int next;

        ChunkTask(Chunk chunk) {
            visits = chunk.visits;
            sessions = chunk.sessions;
            totals = new long[chunk.totals.length];
            state = chunk.seed;
        }

        @Override
        public Step<Totals> advance(Turn turn) {
            int end = next + Math.min(turn.ticks(), visits.length - next);
            while (next < end) {
                int user = next / sessions;
                addUp(user, Math.min(end, (user + 1) * sessions));
            }
            return next == visits.length ? Step.done(new Totals(totals, state)) : Step.ready();
        }

        @Override
        public boolean idempotent() {
            return true;
        }

        @Override
        public Optional<Kernel<Totals>> kernel() {
            return Optional.of(new Kernel<>(
                    "session_totals",
                    List.of(
                            new Kernel.Argument.Word(next),
                            new Kernel.Argument.Word(state),
                            new Kernel.Argument.Word(sessions),
                            new Kernel.Argument.Bytes(visitBytes()),
                            new Kernel.Argument.Bytes(new byte[totals.length * Long.BYTES])),
                    results -> new Totals(totals(results.bytes(4)), results.word(1))));
        }

        private byte[] visitBytes() {
            if (visits.length > Integer.MAX_VALUE / Integer.BYTES) {
                throw new IllegalStateException(
                        "a chunk of " + visits.length + " sessions is too large for C code: make more chunks");
            }
            ByteBuffer bytes =
                    ByteBuffer.allocate(visits.length * Integer.BYTES).order(ByteOrder.nativeOrder());
            bytes.asIntBuffer().put(visits);
            return bytes.array();
        }

        private static long[] totals(byte[] bytes) {
            long[] totals = new long[bytes.length / Long.BYTES];
            ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asLongBuffer().get(totals);
            return totals;
        }

        private void addUp(int user, int end) {
            long sum = totals[user];
            long x = state;
            for (int visit = next; visit < end; visit++) {
                x = Tick.run(x, 1);
                sum += visits[visit];
            }
            totals[user] = sum;
            state = x;
            next = end;
        }
    }
}
