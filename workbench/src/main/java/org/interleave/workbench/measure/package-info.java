/**
 * From a plan to rows: forks are started one by one in random order, what each measured is kept in a journal, and rows are
 * made of that.
 *
 * <p>Part of this room runs in the forks: {@code ForkMain} and what it uses. It knows the plan, the machine and how a round is
 * traced, and of reports only what a row is; it knows no command and no terminal.
 */
@NullMarked
package org.interleave.workbench.measure;

import org.jspecify.annotations.NullMarked;
