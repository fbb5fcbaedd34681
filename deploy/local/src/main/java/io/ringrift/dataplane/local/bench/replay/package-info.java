/** {@code dataplane bench replay}: a rebuild beside consumers that only decode. */
package io.ringrift.dataplane.local.bench.replay;
