package org.interleave.workbench.plan;

/**
 * An A/A test: every contender is measured twice, in pairs.
 *
 * @param pairs how many pairs there are to be, all contenders together, at least 1
 * @param handicapPercent how much more B has to do than A, 0 for nothing
 * @param forks how many forks of A, and as many of B, make a pair, at least 1
 */
public record Twins(int pairs, double handicapPercent, int forks) {}
