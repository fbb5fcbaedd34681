/**
 * The source's end of the transport rsync: one file of this node for one fetch, served by rsync's
 * own daemon protocol.
 */
package io.ringrift.dataplane.agent.rsync;
