package org.interleave.nativecode;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.interleave.core.Kernel;
import org.interleave.core.Kernel.Argument;
import org.jspecify.annotations.Nullable;

/**
 * What a kernel works on for a task: its call, and an {@code interleave_value} for each argument. Arrays lie outside of
 * the heap as copies, or in place.
 *
 * <p>Made, used and closed by one thread, while no call is under way.
 */
final class KernelMemory implements AutoCloseable {

    private static final long VALUE_BYTES = 16;
    private static final long LENGTH_OFFSET = 8;
    private static final long VALUE_ALIGNMENT = 8;
    private static final int NO_PARAMETER = 0xff;

    /** The arrays in place that one call in C is handed, see {@code interleave_call_in_place}. */
    private static final int HEAP_SEGMENTS = 4;

    private final Arena arena = Arena.ofConfined();
    private final List<Argument> arguments;
    private final KernelCall call;
    private final boolean inPlace;
    private final @Nullable AllowThreads allowing;
    private final MemorySegment values;
    private final long valuesAddress;
    private final MemorySegment[] copies;
    private final @Nullable Object[] heapArrays;
    private final MemorySegment[] heapSegments = new MemorySegment[HEAP_SEGMENTS];
    private int heapPlaces = -1;
    private int kept;

    private KernelMemory(List<Argument> arguments, KernelCall call, boolean inPlace, @Nullable AllowThreads allowing) {
        this.arguments = arguments;
        this.call = call;
        this.inPlace = inPlace;
        this.allowing = allowing;
        int size = arguments.size();
        values = arena.allocate(VALUE_BYTES * Math.max(1, size), VALUE_ALIGNMENT);
        valuesAddress = values.address();
        copies = new MemorySegment[size];
        heapArrays = new @Nullable Object[size];
        Arrays.fill(heapSegments, MemorySegment.NULL);
    }

    /**
     * Lays out what a kernel is given.
     *
     * @param call the task's
     * @param setting how the task is run
     * @throws IllegalArgumentException if the kernel takes other arguments
     * @throws OutOfMemoryError if there is no room for copies of the arrays
     */
    static KernelMemory of(LoadedKernel kernel, List<Argument> arguments, KernelCall call, KernelSetting setting) {
        kernel.check(arguments);
        AllowThreads allowing = setting.releases() && kernel.allowsThreads() ? new AllowThreads(setting.lock()) : null;
        KernelMemory memory = new KernelMemory(arguments, call, setting.calls().inPlace(kernel), allowing);
        boolean laidOut = false;
        try {
            for (int i = 0; i < arguments.size(); i++) {
                memory.layOut(i, arguments.get(i));
            }
            laidOut = true;
            return memory;
        } finally {
            if (!laidOut) {
                memory.close();
            }
        }
    }

    private void layOut(int parameter, Argument argument) {
        switch (argument) {
            case Argument.Word word -> values.set(ValueLayout.JAVA_LONG, offset(parameter), word.value());
            case Argument.Reals reals -> {
                values.set(ValueLayout.JAVA_LONG, offset(parameter) + LENGTH_OFFSET, reals.values().length);
                if (inPlace) {
                    keep(parameter, reals.values(), MemorySegment.ofArray(reals.values()));
                } else {
                    copied(parameter, arena.allocateFrom(ValueLayout.JAVA_DOUBLE, reals.values()));
                }
            }
            case Argument.Bytes bytes -> {
                values.set(ValueLayout.JAVA_LONG, offset(parameter) + LENGTH_OFFSET, bytes.values().length);
                if (inPlace) {
                    keep(parameter, bytes.values(), MemorySegment.ofArray(bytes.values()));
                } else {
                    copied(parameter, arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes.values()));
                }
            }
        }
    }

    private void copied(int parameter, MemorySegment copy) {
        copies[parameter] = copy;
        values.set(ValueLayout.ADDRESS, offset(parameter), copy);
    }

    /** Its address is known only during a call. The places of those beyond the first four are of no use to anybody. */
    private void keep(int parameter, Object array, MemorySegment segment) {
        heapArrays[parameter] = array;
        if (kept < HEAP_SEGMENTS) {
            heapSegments[kept] = segment;
            int shift = kept * Byte.SIZE;
            heapPlaces = (heapPlaces & ~(NO_PARAMETER << shift)) | (parameter << shift);
        }
        kept++;
    }

    private static long offset(int parameter) {
        return parameter * VALUE_BYTES;
    }

    /** The call. */
    KernelCall call() {
        return call;
    }

    /** Where the values are, for C. */
    long values() {
        return valuesAddress;
    }

    /** The lifetime of what it holds. */
    Arena arena() {
        return arena;
    }

    /** What the macros of the kernel lead to; null if to nothing. */
    @Nullable
    AllowThreads allowing() {
        return allowing;
    }

    /** Whether arrays are in place. */
    boolean isInPlace() {
        return inPlace;
    }

    /** For each parameter its array in place, null for a word. */
    @Nullable
    Object[] heapArrays() {
        return heapArrays;
    }

    /** One of the first four arrays in place; the null pointer if there are fewer. */
    MemorySegment heapSegment(int number) {
        return heapSegments[number];
    }

    /** The parameters of the first four arrays in place, a byte each, the first in the lowest; 255 if there are fewer. */
    int heapPlaces() {
        return heapPlaces;
    }

    /** What the kernel has left in its arguments, to be read by this thread until this is closed. */
    Kernel.Results results() {
        Kernel.Results given = Kernel.Results.of(arguments);
        return new Kernel.Results() {
            @Override
            public long word(int parameter) {
                given.word(parameter); // refuses what is none
                return values.get(ValueLayout.JAVA_LONG, offset(parameter));
            }

            @Override
            public double[] reals(int parameter) {
                double[] array = given.reals(parameter);
                return inPlace ? array : copies[parameter].toArray(ValueLayout.JAVA_DOUBLE);
            }

            @Override
            public byte[] bytes(int parameter) {
                byte[] array = given.bytes(parameter);
                return inPlace ? array : copies[parameter].toArray(ValueLayout.JAVA_BYTE);
            }
        };
    }

    @Override
    public void close() {
        arena.close();
    }
}
