/**
 * The program: its main class, a command for each thing it does, and what a terminal needs.
 *
 * <p>A command reads its arguments, has the other rooms plan, measure and report, and shows how that gets on. It knows all
 * rooms, and no other room knows it.
 */
@NullMarked
package org.interleave.workbench;

import org.jspecify.annotations.NullMarked;
