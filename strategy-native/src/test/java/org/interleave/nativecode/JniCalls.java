package org.interleave.nativecode;

import org.interleave.core.Availability;

/** A program that calls every native method, to its good and to its bad end, and prints nothing. */
final class JniCalls {

    private JniCalls() {}

    /** Exits with an error if a call does not end as it has to. */
    public static void main(String[] arguments) {
        check(NativeLibrary.availability().equals(Availability.available()));
        check(NativeKernels.named("countdown").advance(new long[] {1, 10}, 100));
        check(!NativeKernels.named("countdown").advance(new long[] {1, 1_000}, 100));
        check(NativeKernels.named("primes").advance(new long[] {0, 2, 1, 10, 2}, 1_000));
        check(!NativeKernels.named("primes").advance(new long[] {0, 2, 1, 1_000, 2}, 1));
        check(NativeKernels.named("spin").advance(new long[] {0, 1, 10}, 100));
        check(!NativeKernels.named("spin").advance(new long[] {0, 1, 1_000}, 100));
        check(refuses(new long[] {0, 2, 1, 10, 0}));
        check(refuses(new long[0]));
        check(refuses(new long[6]));
    }

    private static boolean refuses(long[] primes) {
        try {
            NativeKernels.named("primes").advance(primes, 1);
            return false;
        } catch (IllegalArgumentException expected) {
            return true;
        }
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a call ended otherwise than it has to");
        }
    }
}
