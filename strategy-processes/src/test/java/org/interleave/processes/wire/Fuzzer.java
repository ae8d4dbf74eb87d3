package org.interleave.processes.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.interleave.core.Join;
import org.jspecify.annotations.Nullable;

/**
 * Throws frames at a target that have been changed at random, from a seed, for a time. What the target does with the n-th
 * input depends on the seed alone, as far as the target itself does.
 *
 * <p>A finding fails the test with the input, in hexadecimal. So does an input that takes more than a minute.
 */
public final class Fuzzer {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MOST_FRAMES = 5;
    private static final int MOST_CHANGES = 4;
    private static final int MOST_QUOTED = 2_000;
    private static final long MOST_LOGGED = 1 << 20;

    /** Where counts and lengths have their edges. */
    private static final int[] EDGES = {
        0,
        1,
        -1,
        127,
        128,
        255,
        1 << 16,
        FrameCodec.MAX_FRAME,
        FrameCodec.MAX_FRAME + 1,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE
    };

    private final FuzzTarget target;
    private final Random random;
    private final long seed;
    private long frames;
    private long taken;
    private long refused;
    private volatile byte[] current = {};
    private volatile long begun = System.nanoTime();
    private volatile @Nullable Throwable finding;

    private Fuzzer(FuzzTarget target, long seed) {
        this.target = target;
        this.seed = seed;
        random = new Random(seed);
    }

    /**
     * Throws frames at a target, closes it and prints a line about it.
     *
     * @param inputs how many at least
     * @param time how long at least
     */
    public static void run(FuzzTarget target, long seed, int inputs, Duration time) throws Exception {
        Fuzzer fuzzer = new Fuzzer(target, seed);
        long start = System.nanoTime();
        Thread throwing = Thread.ofPlatform()
                .daemon()
                .name("fuzzer")
                .start(() -> fuzzer.throwFor(inputs, start + time.toNanos()));
        while (!Join.of(throwing, Duration.ofSeconds(1))) {
            assertThat(System.nanoTime() - fuzzer.begun)
                    .as("%s hangs, seed %d: %s", target.name(), seed, fuzzer.quoted())
                    .isLessThan(PATIENCE.toNanos());
        }
        Throwable broken = fuzzer.finding;
        if (broken != null) {
            throw new AssertionError(target.name() + " broke, seed " + seed + ": " + fuzzer.quoted(), broken);
        }
        target.close();
        System.out.println(fuzzer.report(Duration.ofNanos(System.nanoTime() - start)));
        assertThat(target.logged()).as("bytes logged").isLessThan(MOST_LOGGED);
        assertThat(fuzzer.refused).isGreaterThanOrEqualTo(inputs / 100);
    }

    private void throwFor(int inputs, long end) {
        try {
            while (taken + refused < inputs || System.nanoTime() - end < 0) {
                byte[] input = input();
                current = input;
                begun = System.nanoTime();
                switch (target.take(input)) {
                    case TAKEN -> taken++;
                    case REFUSED -> refused++;
                }
            }
        } catch (Throwable e) {
            finding = e;
        }
    }

    private String quoted() {
        byte[] input = current;
        return HexFormat.of().formatHex(Arrays.copyOf(input, Math.min(input.length, MOST_QUOTED)))
                + (input.length > MOST_QUOTED ? "… of " + input.length + " bytes" : "");
    }

    private String report(Duration time) {
        return "fuzz " + target.name() + ", seed " + seed + ": " + frames + " frames in " + (taken + refused)
                + " inputs and "
                + time.toSeconds() + " s, of which " + taken + " were taken and " + refused
                + " refused; 0 crashes, 0 hangs, " + target.logged() + " bytes logged";
    }

    /** Some frames in a row, each perhaps changed with its length kept right, and all of them perhaps changed again. */
    private byte[] input() {
        List<byte[]> samples = target.samples();
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (int i = random.nextInt(MOST_FRAMES); i >= 0; i--) {
            frames++;
            byte[] sample = samples.get(random.nextInt(samples.size()));
            input.writeBytes(random.nextInt(3) == 0 ? changedInside(sample) : sample);
        }
        return random.nextInt(3) == 0 ? changed(input.toByteArray()) : input.toByteArray();
    }

    private byte[] changedInside(byte[] frame) {
        byte[] inside = changed(Arrays.copyOfRange(frame, FrameCodec.PREFIX, frame.length));
        return ByteBuffer.allocate(FrameCodec.PREFIX + inside.length)
                .order(target.lengthOrder())
                .putInt(inside.length)
                .put(inside)
                .array();
    }

    private byte[] changed(byte[] bytes) {
        byte[] changed = bytes;
        for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            changed = changedOnce(changed);
        }
        return changed;
    }

    private byte[] changedOnce(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> {
                byte[] more = new byte[random.nextInt(20)];
                random.nextBytes(more);
                yield spliced(bytes, at, more, at);
            }
            case 2 -> spliced(bytes, at, new byte[0], Math.min(bytes.length, at + random.nextInt(20)));
            case 3 -> {
                byte[] edge = ByteBuffer.allocate(Integer.BYTES)
                        .putInt(EDGES[random.nextInt(EDGES.length)])
                        .array();
                yield spliced(bytes, at, edge, Math.min(bytes.length, at + Integer.BYTES));
            }
            case 4 -> {
                byte[] anything = new byte[random.nextInt(200)];
                random.nextBytes(anything);
                yield anything;
            }
            default -> {
                byte[] flipped = bytes.clone();
                if (at < flipped.length) {
                    flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                }
                yield flipped;
            }
        };
    }

    /** The bytes up to a place, others, and the bytes from another place on. */
    private static byte[] spliced(byte[] bytes, int upTo, byte[] others, int from) {
        return ByteBuffer.allocate(upTo + others.length + bytes.length - from)
                .put(bytes, 0, upTo)
                .put(others)
                .put(bytes, from, bytes.length - from)
                .array();
    }
}
