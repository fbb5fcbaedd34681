/** The target's end of the transport rsync: only what differs from an older version comes. */
package io.ringrift.dataplane.agent.fetch.rsync;
