/**
 * The program: reads the command line, measures contenders fork by fork in random order, judges claims and reports.
 */
@NullMarked
package org.interleave.workbench;

import org.jspecify.annotations.NullMarked;
