/** What a worker counts, and the HTTP endpoint that shows it. */
package io.ringrift.dataplane.worker.metrics;
