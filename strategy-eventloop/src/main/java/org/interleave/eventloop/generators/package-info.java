/**
 * The smallest cooperative scheduler: one thread, a run queue, a timer queue and a selector. {@link
 * org.interleave.eventloop.generators.GeneratorsStrategy} is the way in.
 */
@NullMarked
package org.interleave.eventloop.generators;

import org.jspecify.annotations.NullMarked;
