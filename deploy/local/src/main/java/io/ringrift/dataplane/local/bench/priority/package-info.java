/** How long urgent operations wait under a backlog, and how workers share it. */
package io.ringrift.dataplane.local.bench.priority;
