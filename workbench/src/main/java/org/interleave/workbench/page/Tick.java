package org.interleave.workbench.page;

/**
 * A tick of a scale.
 *
 * @param value where
 * @param label what stands there
 */
record Tick(double value, String label) {}
