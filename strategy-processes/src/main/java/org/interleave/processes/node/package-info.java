/**
 * Worker processes of other machines: a node, which lends its own, and the node as its user sees it.
 *
 * <p>Both sides speak in {@link org.interleave.processes.node.NodeFrame}s, over sessions of the package {@code cluster}; what
 * a node says is bounded before it is believed.
 */
@NullMarked
package org.interleave.processes.node;

import org.jspecify.annotations.NullMarked;
