/** The transport rsync: only what differs from the version that the target holds. */
package io.ringrift.dataplane.worker.transport.rsync;
