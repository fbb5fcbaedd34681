/** {@code dataplane bench fetch}: agent to agent beside a plain copy and beside curl. */
package io.ringrift.dataplane.local.bench.fetch;
