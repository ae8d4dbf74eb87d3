/**
 * Worker processes of other machines, on both sides: a node, which lends its own, and the node as its user has it. {@link
 * org.interleave.processes.node.Node} starts a node, and {@link org.interleave.processes.node.ClusterWorkers} brings the
 * workers of nodes into a pool; the node frames between them are nobody else's. It must not know what runs on a worker, nor
 * what carries a session, and believes what a node sends only within bounds.
 */
@NullMarked
package org.interleave.processes.node;

import org.jspecify.annotations.NullMarked;
