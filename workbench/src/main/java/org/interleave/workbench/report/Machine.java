package org.interleave.workbench.report;

/**
 * The machine that a report was made on.
 *
 * @param cpus how many logical processors it has
 * @param model what the processors are called
 * @param memoryBytes its main memory
 * @param os the operating system, with its version
 * @param kernel the kernel's version
 */
public record Machine(int cpus, String model, long memoryBytes, String os, String kernel) {}
