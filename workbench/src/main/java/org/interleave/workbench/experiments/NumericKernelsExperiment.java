package org.interleave.workbench.experiments;

import java.util.List;
import java.util.stream.Stream;
import org.interleave.core.Claim;
import org.interleave.core.Claim.Bound;
import org.interleave.core.Contender;
import org.interleave.core.Experiment;
import org.interleave.core.Preset;
import org.interleave.core.workloads.DotProduct;
import org.interleave.core.workloads.Hashing;
import org.interleave.nativecode.ForeignCritical;
import org.interleave.nativecode.ForeignHeld;
import org.interleave.nativecode.ForeignReleased;
import org.interleave.nativecode.NativeHeld;
import org.interleave.nativecode.NativeReleased;

/**
 * Hashes of large messages and dot products of large vectors, computed in C by two tasks. With the giant lock kept they run one
 * after the other; with the lock released around them, as {@code hashlib} and numeric libraries do, at the same time.
 *
 * <p>The vectors of the products that run at the same time fit a processor's cache, and are gone through often. Of longer ones two
 * processors read hardly more from memory than one, and the lock makes no difference.
 *
 * <p>C code needs arrays that stay where they are. JNI holds them fast for the call, and a critical foreign function works on
 * them in Java's heap; an ordinary foreign function gets copies, which for a dot product takes longer than the product.
 */
public final class NumericKernelsExperiment implements Experiment {

    /** The length of vectors of which two take half a megabyte. */
    private static final String IN_CACHE = "32k";

    @Override
    public String name() {
        return "numeric-kernels";
    }

    @Override
    public String question() {
        return "Do two threads that compute in C, with the giant lock released, take half the time?";
    }

    @Override
    public List<Contender> contenders(Preset preset) {
        boolean quick = preset == Preset.QUICK;
        Stream<Contender> hashes = Stream.of(
                        NativeHeld.NAME, NativeReleased.NAME, ForeignHeld.NAME, ForeignReleased.NAME)
                .map(strategy -> Contender.of(Hashing.NAME, strategy)
                        .withParameter(Hashing.BYTES.name(), quick ? "32M" : "128M")
                        .labelled(label(Hashing.NAME, strategy)));
        Stream<Contender> products = Stream.of(NativeHeld.NAME, NativeReleased.NAME)
                .map(strategy -> Contender.of(DotProduct.NAME, strategy)
                        .withParameter(DotProduct.ELEMENTS.name(), IN_CACHE)
                        .withParameter(DotProduct.PASSES.name(), quick ? "2k" : "8k")
                        .labelled(label(DotProduct.NAME, strategy)));
        Stream<Contender> copies = Stream.of(ForeignHeld.NAME, ForeignCritical.NAME)
                .map(strategy -> Contender.of(DotProduct.NAME, strategy).labelled(label(DotProduct.NAME, strategy)));
        return Stream.of(hashes, products, copies).flatMap(all -> all).toList();
    }

    private static String label(String workload, String strategy) {
        return workload + "-" + strategy;
    }

    @Override
    public List<Claim> claims() {
        return List.of(
                half("two hashes", Hashing.NAME, NativeHeld.NAME, NativeReleased.NAME),
                half("two hashes by foreign functions", Hashing.NAME, ForeignHeld.NAME, ForeignReleased.NAME),
                half("two dot products", DotProduct.NAME, NativeHeld.NAME, NativeReleased.NAME),
                Claim.ratio(
                        "a critical foreign function, which needs no copies, takes at most 0.8 of the time of an ordinary one",
                        Claim.WALL,
                        label(DotProduct.NAME, ForeignCritical.NAME),
                        label(DotProduct.NAME, ForeignHeld.NAME),
                        Bound.atMost(0.8)));
    }

    private static Claim half(String what, String workload, String held, String released) {
        return Claim.ratio(
                        what + " at the same time take at most 0.6 of the time that they take one after the other",
                        Claim.WALL,
                        label(workload, released),
                        label(workload, held),
                        Bound.atMost(0.6))
                .needingCores(2);
    }
}
