/** Short calls over HTTP that end, whatever the other side does; shared with the agents. */
package io.ringrift.dataplane.worker.call;
