package org.interleave.processes;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.interleave.core.Execution;
import org.interleave.core.Job;
import org.interleave.core.Step;
import org.interleave.core.Task;
import org.interleave.processes.pool.Pools;
import org.interleave.processes.wire.NamedPipes;

/**
 * Takes as many large pipes as the system gives it, until a new one is smaller than usual, then runs tasks that exchange
 * messages and large payloads through such ones. It prints the size of the first, that of the last, and {@code right} if
 * all came through.
 */
public final class ManyPipes {

    private static final int USUAL = 1 << 16;
    private static final int MOST = 100;
    private static final int MESSAGES = 20_000;

    private ManyPipes() {}

    /** Runs it; the argument says in which directory the pipes are to be. */
    public static void main(String[] args) throws Exception {
        List<NamedPipes> taken = new ArrayList<>();
        try {
            do {
                taken.add(NamedPipes.create(Path.of(args[0]), true));
            } while (taken.getLast().size() >= USUAL && taken.size() < MOST);
            System.out.println(taken.getFirst().size());
            System.out.println(taken.getLast().size());
            System.out.println(cameThrough() ? "right" : "wrong");
        } finally {
            taken.forEach(NamedPipes::close);
        }
    }

    private static boolean cameThrough() throws InterruptedException {
        byte[] large = new byte[5_000_000];
        large[large.length - 1] = 1;
        Task<Serializable> echo = turn -> Step.done(large);
        try (Execution execution = Pools.open(Map.of("workers", "2"))) {
            List<Long> messages = execution
                    .run(Job.of(List.<Task<Long>>of(new Tasks.Sender(1, MESSAGES), new Tasks.Receiver(1, MESSAGES))))
                    .results();
            List<Serializable> payloads =
                    execution.run(Job.of(List.of(echo, echo, echo))).results();
            return messages.equals(List.of((long) MESSAGES, (long) MESSAGES))
                    && payloads.stream().allMatch(payload -> Arrays.equals((byte[]) payload, large));
        }
    }
}
