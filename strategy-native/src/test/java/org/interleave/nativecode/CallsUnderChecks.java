package org.interleave.nativecode;

import java.util.List;
import org.interleave.core.Kernel.Argument;
import org.interleave.core.runtime.Guard;

/** A program that calls every native method, to its good and to its bad end, and prints nothing. */
final class CallsUnderChecks {

    private CallsUnderChecks() {}

    /** Exits with an error if a call does not end as it has to. */
    public static void main(String[] arguments) {
        Kernels.catalog();
        check(Kernels.advance(NativeMode.HELD, "countdown", new long[] {1, 10}, 100));
        check(!Kernels.advance(NativeMode.HELD, "countdown", new long[] {1, 1_000}, 100));
        check(Kernels.advance(NativeMode.HELD, "primes", new long[] {0, 2, 1, 10, 2}, 1_000));
        check(!Kernels.advance(NativeMode.HELD, "spin", new long[] {0, 1, 1_000}, 100));
        check(Kernels.advance(NativeMode.RELEASED, "countdown_allowing", new long[] {1, 10}, 100));
        check(!Kernels.advance(NativeMode.RELEASED, "countdown_allowing", new long[] {1, 1_000}, 100));
        check(dot(new double[] {1, 2, 3}, new double[] {4, 5, 6}) == 32);
        check(fails(new long[] {0, 2, 1, 10, 0}));
        check(dotFails());
    }

    private static double dot(double[] left, double[] right) {
        double[] sum = new double[1];
        List<Argument> arguments = List.of(
                new Argument.Word(0),
                new Argument.Reals(left),
                new Argument.Reals(right),
                new Argument.Reals(sum),
                new Argument.Word(1));
        LoadedKernel dot = KernelCatalog.load().named("dot");
        Kernels.use(dot, NativeMode.HELD, Guard.NONE, arguments, (kernel, results) -> {
            check(kernel.advance(100));
            sum[0] = results.reals(3)[0];
        });
        return sum[0];
    }

    private static boolean dotFails() {
        try {
            dot(new double[3], new double[4]);
            return false;
        } catch (KernelFailedException expected) {
            return true;
        }
    }

    private static boolean fails(long[] primes) {
        try {
            Kernels.advance(NativeMode.HELD, "primes", primes, 1);
            return false;
        } catch (KernelFailedException expected) {
            return true;
        }
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a call ended otherwise than it has to");
        }
    }
}
