/** {@code dataplane bench seed-metrics}: the five figures of the seed's table, simulated. */
package io.ringrift.dataplane.local.bench.seed;
