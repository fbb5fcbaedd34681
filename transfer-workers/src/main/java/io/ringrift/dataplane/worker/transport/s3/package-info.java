/** The transport s3: into a bucket and from it, by the agent of the other end. */
package io.ringrift.dataplane.worker.transport.s3;
