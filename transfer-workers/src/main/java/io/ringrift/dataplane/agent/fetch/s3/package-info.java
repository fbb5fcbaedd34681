/** The transport s3: items from a bucket to this node, and from this node to a bucket. */
package io.ringrift.dataplane.agent.fetch.s3;
