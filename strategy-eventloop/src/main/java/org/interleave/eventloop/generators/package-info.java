/**
 * The smallest cooperative scheduler: one thread, a run queue and a timer queue. {@link
 * org.interleave.eventloop.generators.GeneratorsStrategy} is the way in.
 */
@NullMarked
package org.interleave.eventloop.generators;

import org.jspecify.annotations.NullMarked;
