/** {@code dataplane bench decisions}: what a decision costs, however large the catalog is. */
package io.ringrift.dataplane.local.bench.decisions;
