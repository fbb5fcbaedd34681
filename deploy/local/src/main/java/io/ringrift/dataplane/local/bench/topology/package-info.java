/** {@code dataplane bench topology}: our topology beside a bare KTable aggregate. */
package io.ringrift.dataplane.local.bench.topology;
