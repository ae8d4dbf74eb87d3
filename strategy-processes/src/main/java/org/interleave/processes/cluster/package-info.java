/**
 * Sessions between nodes and their clients on Akka Cluster: frames of bytes, each whole and in order, over mutual TLS, and
 * the news of who joined and who was lost. {@link org.interleave.processes.cluster.NodePort} and {@link
 * org.interleave.processes.cluster.NodeClient} are the two sides, and {@link org.interleave.processes.cluster.Certificates}
 * what they trust each other by. What the bytes mean is not to be known here, and Akka nowhere else.
 *
 * <p>Each node is the only seed of a cluster of its own, which its client joins with an actor system made for the session.
 * So nodes come and go without each other, a client reaches each of them over the network that leads there, and a member
 * that was once declared lost is never heard again: whoever comes back is another member.
 */
@NullMarked
package org.interleave.processes.cluster;

import org.jspecify.annotations.NullMarked;
