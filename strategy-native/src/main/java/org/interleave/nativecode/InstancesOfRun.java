package org.interleave.nativecode;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.interleave.core.StrategyException;

/**
 * The interpreter instances of one run, and in them a thread for each task. Tasks are dealt to the instances in turn.
 * Made and closed by one thread, used by those of the tasks in between.
 */
final class InstancesOfRun implements AutoCloseable {

    /** What an instance has for the messages that its threads send and others have not given back yet. */
    private static final long MESSAGE_BYTES = 256 * 1024;

    private final Arena arena = Arena.ofShared();
    private final List<NativeInstance> instances = new ArrayList<>();
    private final List<MemorySegment> threads = new ArrayList<>();
    private long makingNanos;

    private InstancesOfRun() {}

    /**
     * Makes instances and threads.
     *
     * @param most how many instances there are if there are enough tasks
     * @param tasks how many tasks
     * @param switchInterval how long a thread waits for a lock before it asks
     * @throws StrategyException if there is no making them
     */
    static InstancesOfRun make(int most, int tasks, Duration switchInterval) {
        InstancesOfRun instances = new InstancesOfRun();
        boolean made = false;
        try {
            instances.makeAll(Math.clamp(tasks, 1, most), tasks, switchInterval);
            made = true;
            return instances;
        } finally {
            if (!made) {
                instances.close();
            }
        }
    }

    private void makeAll(int size, int tasks, Duration switchInterval) {
        long begun = System.nanoTime();
        int threadsOfEach = (tasks + size - 1) / size;
        long bytes = roundedUp(InstanceFunctions.size(threadsOfEach) + MESSAGE_BYTES);
        for (int i = 0; i < size; i++) {
            instances.add(NativeInstance.create(arena.allocate(bytes, InstanceFunctions.ALIGNMENT), switchInterval));
        }
        makeThreads(tasks);
        makingNanos = (System.nanoTime() - begun) / size;
    }

    private static long roundedUp(long bytes) {
        return (bytes + InstanceFunctions.ALIGNMENT - 1) / InstanceFunctions.ALIGNMENT * InstanceFunctions.ALIGNMENT;
    }

    /** All threads know all others by their numbers, so that they can send to them. */
    private void makeThreads(int tasks) {
        MemorySegment table = arena.allocate(ValueLayout.ADDRESS, Math.max(1, tasks));
        MemorySegment address = MemorySegment.ofAddress(table.address());
        for (int task = 0; task < tasks; task++) {
            MemorySegment thread =
                    InstanceFunctions.createThread(instanceOf(task).address(), address, tasks);
            if (thread.address() == 0) {
                throw new StrategyException("an interpreter instance has no room for thread " + task);
            }
            table.setAtIndex(ValueLayout.ADDRESS, task, thread);
            threads.add(thread);
        }
    }

    /** The instance that a task is in. */
    NativeInstance instanceOf(int task) {
        return instances.get(task % instances.size());
    }

    /** The address of a task's thread. */
    MemorySegment threadOf(int task) {
        return threads.get(task);
    }

    /** The instances, in their order. */
    List<NativeInstance> instances() {
        return List.copyOf(instances);
    }

    /** The mean time that it took to make an instance with its threads, in nanoseconds. */
    long makingNanos() {
        return makingNanos;
    }

    /** Ends the instances and gives their memory back. */
    @Override
    public void close() {
        instances.forEach(NativeInstance::destroy);
        arena.close();
    }
}
